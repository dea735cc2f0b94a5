#pragma once
// Untrusted YAML (files to lint, raw configurations in Secrets) as JSON, with the place of every
// value.
//
// libyaml's events are turned into Json as kubectl types them (sigs.k8s.io/yaml: yes/no/on/off are
// booleans, keys become strings, `<<` merges), bounded in depth, nodes and alias expansion. Refused
// with line and column: broken syntax, duplicate keys, bytes that are not UTF-8, aliases that
// contain themselves, alias bombs, depth.

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace promgate {

struct YamlLimits {
  size_t max_bytes = 64u << 20;
  int max_depth = 64;            // libyaml is quadratic in flow nesting
  size_t max_nodes = 4'000'000;  // after alias expansion
};

// How a reader turns plain scalars into values.
enum class YamlDialect {
  kKubernetes,  // YAML 1.1 as go-yaml v2 + sigs.k8s.io/yaml read it
  kPrometheus,  // go-yaml v3, as rule files are read: yes, no, on, off are strings, and so is any
                // key
};

// A place in the text. Lines and columns count from 1, columns in bytes; offset from 0.
struct YamlMark {
  uint32_t line = 1, column = 1;
  size_t offset = 0;
};

// Where a value stands, and how its text was written, so that a position inside the value can be
// found again.
struct YamlPlace {
  YamlMark begin, end;
  enum class Style {
    kPlain,
    kSingleQuoted,
    kDoubleQuoted,
    kLiteral,
    kFolded,
    kCollection
  } style = Style::kPlain;
};

struct YamlDocument {
  Json root;
  // Path (spelled as base/path.h has it; "" for the root) -> where the value stands. What an alias
  // or a merge brings stands where its anchor is.
  std::map<std::string, YamlPlace, std::less<>> places;
  YamlMark begin;
};

// All documents of a stream, empty ones left out. An error's message begins with "line L, column C:
// ". About 20 MB/s.
Result<std::vector<YamlDocument>> ParseYaml(std::string_view text,
                                            YamlDialect dialect = YamlDialect::kKubernetes,
                                            const YamlLimits& limits = {});

// Where in `text` the byte `offset` of the scalar at `place` (of its value, after unquoting and
// unfolding) stands. Offsets past the end give the end.
YamlMark LocateInScalar(std::string_view text, const YamlPlace& place, size_t offset);

}  // namespace promgate
