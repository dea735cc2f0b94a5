#include "validate/names.h"

#include "base/strings.h"

namespace promgate {
namespace {

constexpr bool IsLegacyStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool IsLegacyName(std::string_view name, bool colons) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  for (const char c : name) {
    if (!IsLegacyStart(c) && !(c >= '0' && c <= '9') && !(colons && c == ':')) return false;
  }
  return true;
}

bool IsUtf8Name(std::string_view name) {
  return !name.empty() && IsValidUtf8(name);
}

}  // namespace

bool IsLabelName(std::string_view name, NameScheme scheme) {
  return scheme == NameScheme::kUtf8 ? IsUtf8Name(name) : IsLegacyName(name, false);
}

bool IsMetricName(std::string_view name, NameScheme scheme) {
  return scheme == NameScheme::kUtf8 ? IsUtf8Name(name) : IsLegacyName(name, true);
}

}  // namespace promgate
