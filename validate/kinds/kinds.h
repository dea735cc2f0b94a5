#pragma once
// What no schema can say, one function a kind; Judge (validate/verdict.h) calls them.

#include "validate/structure.h"
#include "validate/verdict.h"

namespace promgate {

// PrometheusRule: groups, names, expressions, durations, labels.
void CheckPrometheusRule(const Field& object, const Context& context, Problems& problems);

// The `groups` of a rule file or of a PrometheusRule's spec; `where` is the object that holds them.
// Source: Prometheus model/rulefmt, and rules/manager.go for result types, which rulefmt does not
// check.
void CheckRuleGroups(const Field& where, Form form, const Context& context, Problems& problems);

}  // namespace promgate
