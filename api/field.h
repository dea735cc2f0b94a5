#pragma once
// A place in a document: a value together with the path that leads to it, so that whoever inspects
// the value can also say where it is, and cannot misname it.
//
//   Field expr = root["spec"]["groups"][0]["rules"][3]["expr"];   // expr.path() ==
//   "spec.groups[0].rules[3].expr"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.h"

namespace promgate {

class Field {
 public:
  Field() = default;  // absent
  // `root` must outlive every Field made from it.
  explicit Field(const Json& root, std::string path = {}) : value_(&root), path_(std::move(path)) {}

  // False for absent members and null alike.
  explicit operator bool() const;
  // A member of an object (or an entry of a map); absent when this is no object. Paths are spelled
  // as base/path.h has it.
  Field operator[](std::string_view name) const;
  Field operator[](size_t index) const;  // absent past the end, or when this is no array
  size_t size() const;                   // of an array or object; 0 otherwise

  bool is_string() const;
  bool is_object() const;
  bool is_array() const;
  // The string value; `fallback` when absent or of another type.
  std::string_view str(std::string_view fallback = {}) const;
  // Null when absent (never when present).
  const Json* value() const { return value_; }
  const std::string& path() const { return path_; }

 private:
  Field(const Json* value, std::string path) : value_(value), path_(std::move(path)) {}
  // This path with room for `extra` bytes.
  std::string PathWithRoom(size_t extra) const;

  const Json* value_ = nullptr;
  std::string path_;
};

}  // namespace promgate
