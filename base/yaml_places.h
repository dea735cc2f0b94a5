#pragma once
// The places of a document's values while it is read: under the path of the value at hand, copied
// for aliases and merges, and bounded in memory.

#include <map>
#include <string>
#include <string_view>

#include "base/yaml.h"

namespace promgate {

class YamlPlaces {
 public:
  using Map = std::map<std::string, YamlPlace, std::less<>>;

  // Path of the value being read; callers extend it and cut it back.
  std::string path;

  // Records the place of the value at `path`.
  void Add(const YamlPlace& place);
  // Gives what stands at and below `from` the same places at and below `to`.
  void CopyTo(std::string_view from, std::string_view to);
  void Erase(std::string_view path_and_below);

  // Paths take more memory than a hostile document's text; past this it has to be refused.
  bool TooLarge() const { return bytes_ > kMaxBytes; }

  Map Take() && { return std::move(map_); }

 private:
  static constexpr size_t kMaxBytes = 256u << 20;

  // Calls visit(begin, end) for the ranges of the map below `above`.
  template <class Visit>
  void VisitBelow(std::string_view above, Visit visit);
  void Set(std::string key, const YamlPlace& place);

  Map map_;
  size_t bytes_ = 0;
};

}  // namespace promgate
