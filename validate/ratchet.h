#pragma once
// Ratcheting: an object that was broken before may be edited, as long as no edit makes it worse.

#include "base/json.h"
#include "validate/problem.h"

namespace promgate {

// Turns those errors of `problems` (found in `object`) into warnings that `before` (found in `old`)
// has too. Two problems are the same when check, value and place are; in a place, items of
// list-maps go by key and those of other lists by nothing, so that moving a rule makes nothing new.
// One problem of before pays for one of now.
void Ratchet(const Json& object, Problems& problems, const Json& old, const Problems& before);

}  // namespace promgate
