#include "base/yaml.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/path.h"
#include "base/strings.h"
#include "base/yaml_events.h"
#include "base/yaml_places.h"

namespace promgate {
namespace {

// Nodes that aliases and anchors may copy beyond four for each one that stands in the text; go-yaml
// too stops, near 400,000.
constexpr size_t kFreeCopies = 100'000;

// How much of the budgets a value takes.
struct Extent {
  size_t nodes = 1;
  int height = 0;  // levels of collections

  void Include(const Extent& child) {
    nodes += child.nodes;
    height = std::max(height, child.height + 1);
  }
};

struct Anchor {
  bool complete = false;
  Json value;
  std::string path;
  Extent extent;
};

// A `<<` whose values wait for the end of their mapping.
struct Merge {
  Json value;
  std::string path;
};

struct Mapping {
  Json::object_t* members = nullptr;
  std::set<std::string> merged;  // members that a merge brought: they may be given again
  std::optional<Merge> merge;
};

// Reads the nodes of one document. Every Read function begins at the event at hand and ends at the
// last one of its node; it returns nothing after a failure, which `events_` keeps.
class DocumentReader {
 public:
  DocumentReader(YamlEvents& events, YamlDialect dialect, const YamlLimits& limits)
      : events_(events), dialect_(dialect), limits_(limits) {}

  std::optional<Extent> ReadNode(Json& out, int depth);
  YamlPlaces::Map TakePlaces() && { return std::move(places_).Take(); }

 private:
  std::optional<Extent> ReadValue(Json& out, int depth);
  std::optional<Extent> ReadSequence(Json& out, int depth);
  std::optional<Extent> ReadMapping(Json& out, int depth);
  std::optional<Extent> ReadAlias(Json& out, int depth);
  std::optional<Extent> ReadMember(Mapping& mapping, int depth);
  std::optional<Extent> ReadMerge(Mapping& mapping, int depth);
  std::optional<std::string> ReadKey();
  bool ApplyMerge(Mapping& mapping, const Merge& merge);
  void MergeMembers(Mapping& mapping, const Json& source, const std::string& path);

  bool AtMergeKey() const;
  bool CountNode();
  bool CountCopies(size_t nodes);
  std::nullopt_t Fail(std::string_view what, size_t offset) {
    events_.Fail(what, offset);
    return std::nullopt;
  }

  std::nullopt_t FailDepth() {
    return Fail(StrCat({"nested more than ", std::to_string(limits_.max_depth), " levels deep"}),
                events_.Begin());
  }

  YamlEvents& events_;
  YamlDialect dialect_;
  const YamlLimits& limits_;
  YamlPlaces places_;
  std::map<std::string, Anchor, std::less<>> anchors_;
  size_t nodes_ = 0, copies_ = 0;
};

bool DocumentReader::CountNode() {
  if (++nodes_ > limits_.max_nodes)
    return events_.Fail("document has too many values", events_.Begin());
  if (places_.TooLarge()) return events_.Fail("document's keys are too long", events_.Begin());
  return true;
}

bool DocumentReader::CountCopies(size_t nodes) {
  copies_ += nodes;
  if (copies_ <= kFreeCopies + 4 * nodes_ && nodes_ + copies_ <= limits_.max_nodes) return true;
  return events_.Fail("document contains excessive aliasing", events_.Begin());
}

std::optional<Extent> DocumentReader::ReadNode(Json& out, int depth) {
  if (!CountNode()) return std::nullopt;
  if (events_.Type() == YAML_ALIAS_EVENT) return ReadAlias(out, depth);
  const std::string anchor(events_.Anchor());
  if (!anchor.empty()) anchors_[anchor] = Anchor();
  YamlPlace place{events_.Mark(events_.Begin()), {}, events_.Style()};
  const std::optional<Extent> extent = ReadValue(out, depth);
  if (!extent) return std::nullopt;
  place.end = events_.Mark(events_.End());
  places_.Add(place);
  if (!anchor.empty()) {
    if (!CountCopies(extent->nodes)) return std::nullopt;
    anchors_[anchor] = {true, out, places_.path, *extent};
  }
  return extent;
}

std::optional<Extent> DocumentReader::ReadValue(Json& out, int depth) {
  if (events_.Type() == YAML_SCALAR_EVENT) {
    Result<Json> value = ResolveYamlScalar(events_.Scalar(), dialect_);
    if (!value) return Fail(value.error().message, events_.Begin());
    out = *std::move(value);
    return Extent();
  }
  if (depth >= limits_.max_depth) return FailDepth();
  return events_.Type() == YAML_SEQUENCE_START_EVENT ? ReadSequence(out, depth + 1)
                                                     : ReadMapping(out, depth + 1);
}

std::optional<Extent> DocumentReader::ReadAlias(Json& out, int depth) {
  const std::string name(events_.Alias());
  const auto found = anchors_.find(name);
  if (found == anchors_.end()) {
    return Fail(StrCat({"unknown anchor '", name, "' referenced"}), events_.Begin());
  }
  const Anchor& anchor = found->second;
  if (!anchor.complete) {
    return Fail(StrCat({"anchor '", name, "' value contains itself"}), events_.Begin());
  }
  if (depth + anchor.extent.height > limits_.max_depth) {
    return FailDepth();
  }
  if (!CountCopies(anchor.extent.nodes)) return std::nullopt;
  out = anchor.value;
  places_.CopyTo(anchor.path, places_.path);
  return anchor.extent;
}

std::optional<Extent> DocumentReader::ReadSequence(Json& out, int depth) {
  out = Json::array();
  auto& items = out.get_ref<Json::array_t&>();
  Extent extent{1, 1};
  const size_t path_size = places_.path.size();
  while (events_.Next() && events_.Type() != YAML_SEQUENCE_END_EVENT) {
    AppendIndex(places_.path, items.size());
    const std::optional<Extent> item = ReadNode(items.emplace_back(), depth);
    if (!item) return std::nullopt;
    extent.Include(*item);
    places_.path.resize(path_size);
  }
  if (events_.Type() != YAML_SEQUENCE_END_EVENT) return std::nullopt;
  return extent;
}

std::optional<Extent> DocumentReader::ReadMapping(Json& out, int depth) {
  out = Json::object();
  Mapping mapping;
  mapping.members = &out.get_ref<Json::object_t&>();
  Extent extent{1, 1};
  while (events_.Next() && events_.Type() != YAML_MAPPING_END_EVENT) {
    const std::optional<Extent> member =
        AtMergeKey() ? ReadMerge(mapping, depth) : ReadMember(mapping, depth);
    if (!member) return std::nullopt;
    extent.Include(*member);
  }
  if (events_.Type() != YAML_MAPPING_END_EVENT) return std::nullopt;
  if (mapping.merge && !ApplyMerge(mapping, *mapping.merge)) return std::nullopt;
  return extent;
}

std::optional<Extent> DocumentReader::ReadMember(Mapping& mapping, int depth) {
  const size_t key_begin = events_.Begin();
  std::optional<std::string> key = ReadKey();
  if (!key) return std::nullopt;
  const size_t path_size = places_.path.size();
  AppendMember(places_.path, *key);
  auto [member, is_new] = mapping.members->try_emplace(*key);
  if (!is_new) {
    constexpr size_t kExcerpt = 100;
    if (mapping.merged.erase(*key) == 0) {
      return Fail(StrCat({"key ", GoQuote(key->substr(0, kExcerpt)), " already set in map"}),
                  key_begin);
    }
    places_.Erase(places_.path);
  }
  if (!events_.Next()) return std::nullopt;
  const std::optional<Extent> extent = ReadNode(member->second, depth);
  places_.path.resize(path_size);
  return extent;
}

std::optional<std::string> DocumentReader::ReadKey() {
  if (!CountNode()) return std::nullopt;
  if (events_.Type() == YAML_ALIAS_EVENT) {
    Json value;
    YamlPlaces no_places;
    std::swap(places_, no_places);
    const std::optional<Extent> extent = ReadAlias(value, 0);
    std::swap(places_, no_places);
    if (!extent) return std::nullopt;
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number() || value.is_boolean()) return DumpJson(value);
    return Fail("invalid map key", events_.Begin());
  }
  if (events_.Type() != YAML_SCALAR_EVENT) return Fail("invalid map key", events_.Begin());
  Result<std::string> key = ResolveYamlKey(events_.Scalar(), dialect_);
  if (!key) return Fail(key.error().message, events_.Begin());
  if (const std::string_view name = events_.Anchor(); !name.empty()) {
    anchors_[std::string(name)] = {true, Json(*key), places_.path, Extent()};
  }
  return *std::move(key);
}

bool DocumentReader::AtMergeKey() const {
  if (events_.Type() != YAML_SCALAR_EVENT) return false;
  const YamlScalar scalar = events_.Scalar();
  return scalar.text == "<<" &&
         ((scalar.plain && scalar.tag.empty()) || scalar.tag == "tag:yaml.org,2002:merge");
}

std::optional<Extent> DocumentReader::ReadMerge(Mapping& mapping, int depth) {
  const bool at_end = dialect_ == YamlDialect::kPrometheus;
  if (mapping.merge) return Fail("key \"<<\" already set in map", events_.Begin());
  const size_t path_size = places_.path.size();
  AppendMember(places_.path, "<<");
  Merge merge{nullptr, places_.path};
  if (!events_.Next()) return std::nullopt;
  const size_t begin = events_.Begin();
  const bool alias = events_.Type() == YAML_ALIAS_EVENT;
  const std::optional<Extent> extent = ReadNode(merge.value, depth);
  if (!extent) return std::nullopt;
  places_.path.resize(path_size);
  const auto is_map = [](const Json& value) { return value.is_object(); };
  const bool list = merge.value.is_array() && !alias &&
                    std::all_of(merge.value.begin(), merge.value.end(), is_map);
  if (!list && !is_map(merge.value)) {
    return Fail("map merge requires map or sequence of maps as the value", begin);
  }
  if (at_end) {
    mapping.merge = std::move(merge);
  } else if (!ApplyMerge(mapping, merge)) {
    return std::nullopt;
  }
  return extent;
}

bool DocumentReader::ApplyMerge(Mapping& mapping, const Merge& merge) {
  if (merge.value.is_object()) {
    MergeMembers(mapping, merge.value, merge.path);
  } else {
    // Earlier maps win: they come last where the last one wins, and first where the first does.
    const size_t size = merge.value.size();
    for (size_t i = 0; i < size; ++i) {
      const size_t index = dialect_ == YamlDialect::kKubernetes ? size - 1 - i : i;
      std::string path = merge.path;
      AppendIndex(path, index);
      MergeMembers(mapping, merge.value[index], path);
    }
  }
  places_.Erase(merge.path);
  return true;
}

// go-yaml 2 lets a merge override the keys before it; go-yaml 3 lets every key of the mapping win.
void DocumentReader::MergeMembers(Mapping& mapping, const Json& source, const std::string& path) {
  for (const auto& [key, value] : source.get_ref<const Json::object_t&>()) {
    auto [member, is_new] = mapping.members->try_emplace(key);
    if (!is_new && dialect_ == YamlDialect::kPrometheus) continue;
    member->second = value;
    mapping.merged.insert(key);
    std::string from = path, to = places_.path;
    AppendMember(from, key);
    AppendMember(to, key);
    if (!is_new) places_.Erase(to);
    places_.CopyTo(from, to);
  }
}

// A document in which nothing is written.
bool IsEmpty(const YamlEvents& events) {
  return events.Type() == YAML_SCALAR_EVENT && events.Style() == YamlPlace::Style::kPlain &&
         events.Scalar().text.empty() && events.Scalar().tag.empty();
}

// libyaml compares each %TAG with all before it.
bool HasTooManyDirectives(std::string_view text) {
  constexpr int kMax = 100;
  int count = 0;
  for (size_t at = text.find("%TAG"); at != text.npos; at = text.find("%TAG", at + 1)) {
    if ((at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r') && ++count > kMax) return true;
  }
  return false;
}

}  // namespace

Result<std::vector<YamlDocument>> ParseYaml(std::string_view text, YamlDialect dialect,
                                            const YamlLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error{Code::kTooLarge, StrCat({"line 1, column 1: larger than ",
                                          std::to_string(limits.max_bytes), " bytes"})};
  }
  if (HasTooManyDirectives(text)) {
    return Error{Code::kInvalid, "line 1, column 1: too many %TAG directives"};
  }
  YamlEvents events(text);
  std::vector<YamlDocument> documents;
  YamlMark begin;
  while (events.Next()) {
    switch (events.Type()) {
      case YAML_STREAM_END_EVENT:
        return documents;
      case YAML_STREAM_START_EVENT:
      case YAML_DOCUMENT_END_EVENT:
        break;
      case YAML_DOCUMENT_START_EVENT:
        begin = events.Mark(events.Begin());
        break;
      default: {
        if (IsEmpty(events)) break;
        DocumentReader reader(events, dialect, limits);
        YamlDocument& document = documents.emplace_back();
        document.begin = begin;
        if (!reader.ReadNode(document.root, 0)) return events.error();
        document.places = std::move(reader).TakePlaces();
      }
    }
  }
  return events.error();
}

}  // namespace promgate
