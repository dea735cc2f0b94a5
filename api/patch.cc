#include "api/patch.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace promgate {

std::string PointerTo(std::string_view parent, std::string_view member) {
  std::string out(parent);
  out += '/';
  for (const char c : member) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string PointerTo(std::string_view parent, size_t index) {
  return PointerTo(parent, std::to_string(index));
}

Json PatchOperation(std::string_view op, std::string_view pointer, Json value) {
  return Json{{"op", op}, {"path", pointer}, {"value", std::move(value)}};
}

}  // namespace promgate
