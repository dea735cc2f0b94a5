#pragma once
// What the gate changes in an object before it judges it. Pure; only what must change, nothing
// twice: Mutation(Apply(Mutation(x), x)) is empty.

#include "api/field.h"
#include "base/json.h"
#include "validate/verdict.h"

namespace promgate {

// Whether a value of a map of strings is one that is turned into its text: a number or a boolean.
bool IsCoercible(const Json& value);

// The text of a coercible value as its author wrote it: 12345678, 1.5, true; never an exponent.
std::string CoercedText(const Json& value);

// The patch (RFC 6902) that `object` gets; an empty array when nothing must change.
//
// PrometheusRule: values of labels and annotations that are numbers or booleans become strings, as
// they are in Prometheus' own rule files. With Context::compat_annotation, an object without errors
// gets the annotation prometheus-operator-validated: "true", as prometheus-operator marks what it
// saw. Source: prometheus-operator pkg/admission, whose own coercion writes 1000000 as 1e+06.
Json Mutation(const Json& object, const Context& context);

}  // namespace promgate
