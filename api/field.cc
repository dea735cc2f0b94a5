#include "api/field.h"

#include <nlohmann/json.hpp>

#include "base/path.h"

namespace promgate {

Field::operator bool() const {
  return value_ != nullptr && !value_->is_null();
}
bool Field::is_string() const {
  return value_ != nullptr && value_->is_string();
}
bool Field::is_object() const {
  return value_ != nullptr && value_->is_object();
}
bool Field::is_array() const {
  return value_ != nullptr && value_->is_array();
}

Field Field::operator[](std::string_view name) const {
  const Json* member = nullptr;
  if (is_object()) {
    const auto it = value_->find(name);
    if (it != value_->end()) member = &*it;
  }
  std::string path = PathWithRoom(name.size() + 2);
  AppendMember(path, name);
  return {member, std::move(path)};
}

Field Field::operator[](size_t index) const {
  const Json* element = is_array() && index < value_->size() ? &(*value_)[index] : nullptr;
  std::string path = PathWithRoom(8);
  AppendIndex(path, index);
  return {element, std::move(path)};
}

size_t Field::size() const {
  return is_array() || is_object() ? value_->size() : 0;
}

std::string_view Field::str(std::string_view fallback) const {
  return is_string() ? std::string_view(value_->get_ref<const std::string&>()) : fallback;
}

std::string Field::PathWithRoom(size_t extra) const {
  std::string path;
  path.reserve(path_.size() + extra);
  path = path_;
  return path;
}

}  // namespace promgate
