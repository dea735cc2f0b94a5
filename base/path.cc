#include "base/path.h"

#include <algorithm>

namespace promgate {
namespace {

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool IsPlainIdentifier(std::string_view name) {
  return !name.empty() && IsLetter(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) { return IsLetter(c) || IsDigit(c); });
}

}  // namespace

void AppendMember(std::string& path, std::string_view name) {
  if (!IsPlainIdentifier(name)) {
    path.append(1, '[').append(name).append(1, ']');
    return;
  }
  if (!path.empty()) path += '.';
  path += name;
}

void AppendIndex(std::string& path, size_t index) {
  path.append(1, '[').append(std::to_string(index)).append(1, ']');
}

}  // namespace promgate
