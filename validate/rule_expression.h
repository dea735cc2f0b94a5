#pragma once
// A PromQL expression in a document: what Prometheus would say, and what its user could do about
// it.

#include <string_view>

#include "validate/verdict.h"

namespace promgate {

// Checks the expression `text` of a recording or alerting rule, which stands at `at`.
void CheckRuleExpression(const Field& at, std::string_view text, const Context& context,
                         Problems& problems);

}  // namespace promgate
