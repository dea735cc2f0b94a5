#pragma once
// How a place in a document is spelled: `spec.groups[0].rules[3].expr`,
// `metadata.labels[app/name]`. One spelling for the paths that problems carry (api/field.h) and for
// those under which base/yaml.h keeps line and column.

#include <cstddef>
#include <string>
#include <string_view>

namespace promgate {

// Extends `path` by a member of an object: `.name`, or `[name]` when the name is no plain
// identifier
// ([a-zA-Z_][a-zA-Z0-9_]*). The root's path is empty, and a member of it has no leading dot.
void AppendMember(std::string& path, std::string_view name);

// Extends `path` by an element of a list: `[3]`.
void AppendIndex(std::string& path, size_t index);

}  // namespace promgate
