#include "base/yaml_places.h"

#include <utility>
#include <vector>

#include "base/strings.h"

namespace promgate {

void YamlPlaces::Set(std::string key, const YamlPlace& place) {
  bytes_ += key.size() + sizeof(YamlPlace);
  map_.insert_or_assign(std::move(key), place);
}

void YamlPlaces::Add(const YamlPlace& place) {
  Set(path, place);
}

template <class Visit>
void YamlPlaces::VisitBelow(std::string_view above, Visit visit) {
  if (above.empty()) return visit(map_.upper_bound(std::string_view()), map_.end());
  // What is below a path goes on with one of two characters, and sorts together for each.
  for (char next : {'.', '['}) {
    const std::string begin = StrCat({above, std::string_view(&next, 1)});
    const char after_next = static_cast<char>(next + 1);
    const std::string end = StrCat({above, std::string_view(&after_next, 1)});
    visit(map_.lower_bound(begin), map_.lower_bound(end));
  }
}

void YamlPlaces::CopyTo(std::string_view from, std::string_view to) {
  std::vector<std::pair<std::string, YamlPlace>> copies;
  if (const auto at = map_.find(from); at != map_.end()) copies.emplace_back(to, at->second);
  VisitBelow(from, [&](Map::iterator begin, Map::iterator end) {
    for (auto at = begin; at != end; ++at) {
      const std::string_view below = std::string_view(at->first).substr(from.size());
      copies.emplace_back(StrCat({to, below}), at->second);
    }
  });
  for (auto& [key, place] : copies) Set(std::move(key), place);
}

void YamlPlaces::Erase(std::string_view path_and_below) {
  if (const auto at = map_.find(path_and_below); at != map_.end()) map_.erase(at);
  VisitBelow(path_and_below,
             [this](Map::iterator begin, Map::iterator end) { map_.erase(begin, end); });
}

}  // namespace promgate
