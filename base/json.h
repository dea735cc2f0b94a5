#pragma once
// The one way for JSON into the process: bounded in size and depth before a tree exists, and never
// through an exception. Everybody else takes `Json` values; nobody calls nlohmann's parse or dump.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace promgate {

using Json = nlohmann::json;

struct JsonLimits {
  // kube-apiserver takes 3 MiB an object; a review carries object and oldObject.
  size_t max_bytes = 7u << 20;
  // Nothing real comes near; deeper documents crash recursive printers.
  int max_depth = 64;
  // A tree of empty lists takes 25 times the memory of its text.
  size_t max_values = 1'000'000;
};

// Parses one JSON text. Fails on anything that is not exactly one value within `limits` (kTooLarge
// for size, else kInvalid); the message of a syntax error begins with its line and column.
// A key that occurs twice keeps its last value, as the API server has it. About 130 MB/s.
Result<Json> ParseJson(std::string_view text, const JsonLimits& limits = {});

// Compact, or indented by `indent` blanks a level when it is >= 0. Bytes that are not UTF-8 come
// out as U+FFFD. `value` must not be deeper than JsonLimits allows.
std::string DumpJson(const Json& value, int indent = -1);

}  // namespace promgate
