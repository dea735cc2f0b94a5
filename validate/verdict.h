#pragma once
// The verdict on one object: what the webhook, the API server, lint and judge all ask. Pure.

#include "api/field.h"
#include "base/json.h"
#include "validate/names.h"
#include "validate/problem.h"
#include "validate/promql/features.h"

namespace promgate {

// For whom an object is judged.
struct Context {
  promql::Options promql;
  NameScheme names = NameScheme::kUtf8;
  bool compat_annotation = false;  // see validate/mutate.h
};

// Everything wrong with `object`, in document order. `old` is the object it replaces, or null:
// problems that were there already become warnings (compared by check id and value, list-map items
// by key, so that moving a rule makes nothing new). Objects that are being deleted have no errors.
// Unknown kinds have no problems.
Problems Judge(const Json& object, const Json* old, const Context& context);

// Whether there are checks for an object of this kind. Judge finds nothing in others.
bool IsJudged(const Json& object);

}  // namespace promgate
