#pragma once
// A place in a document: a value together with the path that leads to it, so that whoever inspects the value can
// also say where it is, and cannot misname it.
//
//   Field expr = root["spec"]["groups"][0]["rules"][3]["expr"];   // expr.path() == "spec.groups[0].rules[3].expr"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/json.h"

namespace promgate {

class Field {
 public:
  Field() = default;  // absent
  // `root` must outlive every Field made from it.
  explicit Field(const Json& root, std::string path = {}) : value_(&root), path_(std::move(path)) {}

  // False for absent members and null alike.
  explicit operator bool() const { return value_ != nullptr && !value_->is_null(); }
  // A member of an object; absent when this is no object. Keys that are no plain identifiers are written
  // `labels[a/b]`, as Kubernetes writes map keys.
  Field operator[](std::string_view name) const;
  // A map entry, whose key is data rather than a field name: always `labels[key]`.
  Field Key(std::string_view key) const;
  Field operator[](size_t index) const;
  size_t size() const;  // of an array or object; 0 otherwise

  bool is_string() const { return value_ != nullptr && value_->is_string(); }
  bool is_object() const { return value_ != nullptr && value_->is_object(); }
  bool is_array() const { return value_ != nullptr && value_->is_array(); }
  // The string value; `fallback` when absent or of another type.
  std::string_view str(std::string_view fallback = {}) const;
  // Null when absent (never when present).
  const Json* value() const { return value_; }
  const std::string& path() const { return path_; }

 private:
  Field(const Json* value, std::string path) : value_(value), path_(std::move(path)) {}
  const Json* value_ = nullptr;
  std::string path_;
};

}  // namespace promgate
