#pragma once
// RFC 6902 patches, as a mutating webhook answers with.

#include <string>
#include <string_view>

#include "base/json.h"

namespace promgate {

// Extends a JSON pointer by one step, escaped: "/spec/labels" + "a/b~c" -> "/spec/labels/a~1b~0c".
std::string PointerTo(std::string_view parent, std::string_view member);
std::string PointerTo(std::string_view parent, size_t index);

// One operation of a patch. `op`: add or replace.
Json PatchOperation(std::string_view op, std::string_view pointer, Json value);

}  // namespace promgate
