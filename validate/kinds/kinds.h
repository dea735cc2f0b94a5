#pragma once
// What no schema can say, one function a kind; Judge (validate/verdict.h) calls them.

#include "validate/verdict.h"

namespace promgate {

// PrometheusRule: groups, names, expressions, durations, labels.
// Source: Prometheus model/rulefmt, and rules/manager.go for result types, which rulefmt does not check.
void CheckPrometheusRule(const Field& object, const Context& context, Problems& problems);

// The `groups` of a rule file or of a PrometheusRule's spec; `where` is the object that holds them.
void CheckRuleGroups(const Field& where, const Context& context, Problems& problems);

}  // namespace promgate
