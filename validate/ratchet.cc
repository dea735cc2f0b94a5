#include "validate/ratchet.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>

#include "api/field.h"
#include "base/strings.h"

namespace promgate {
namespace {

// Lists of the custom resources that are maps by one key (x-kubernetes-list-map-keys), as a path
// with `[]` for each index on the way.
struct ListMap {
  std::string_view list;
  std::string_view key;
};
constexpr ListMap kListMaps[] = {{"spec.groups", "name"}};

std::string_view KeyOf(std::string_view list) {
  const auto* found = std::find_if(std::begin(kListMaps), std::end(kListMaps),
                                   [&](const ListMap& m) { return m.list == list; });
  return found == std::end(kListMaps) ? std::string_view() : found->key;
}

// `path` with its indices replaced by what identifies an item: `spec.groups[name=g].rules[].expr`.
std::string Place(const Json& object, std::string_view path) {
  Field at(object);
  std::string place, shape;
  while (!path.empty()) {
    if (path[0] == '[' && at.is_array()) {
      size_t index = 0;
      const size_t close = path.find(']');
      if (close == path.npos) break;
      std::from_chars(path.data() + 1, path.data() + close, index);
      at = at[index];
      const std::string_view key = KeyOf(shape);
      place += StrCat({"[", key, "=", key.empty() ? "" : at[key].str(), "]"});
      shape += "[]";
      path.remove_prefix(close + 1);
    } else if (path[0] == '[') {
      break;  // the key of a map, and the end: it is itself
    } else {
      const bool dot = path[0] == '.';
      const std::string_view name = path.substr(dot, path.find_first_of(".[", dot) - dot);
      at = at[name];
      place.append(1, '.').append(name);
      if (!shape.empty()) shape += '.';
      shape += name;
      path.remove_prefix(dot + name.size());
    }
  }
  return place.append(path);
}

using Identity = std::tuple<std::string_view, size_t, std::string>;

Identity IdentityOf(const Json& object, const Problem& problem) {
  return {problem.check, problem.fingerprint, Place(object, problem.path)};
}

}  // namespace

void Ratchet(const Json& object, Problems& problems, const Json& old, const Problems& before) {
  std::map<Identity, size_t> known;
  for (const Problem& problem : before.list()) {
    if (problem.severity == Severity::kError) ++known[IdentityOf(old, problem)];
  }
  for (Problem& problem : problems.list()) {
    if (problem.severity != Severity::kError) continue;
    const auto found = known.find(IdentityOf(object, problem));
    if (found == known.end() || found->second == 0) continue;
    --found->second;
    problem.severity = Severity::kWarning;
    problem.detail += problem.detail.empty() ? "" : "; ";
    problem.detail += "let through because it was so before";
  }
  problems.set_dropped(problems.dropped() - std::min(problems.dropped(), before.dropped()));
}

}  // namespace promgate
