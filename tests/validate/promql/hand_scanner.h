#pragma once
// A scanner of PromQL written by hand, byte after byte, without RE2 and without a line of the
// product's lexer: what the two say of the same text must be the same.

#include <cstdint>
#include <string_view>
#include <vector>

#include "validate/promql/token.h"

namespace promgate::promql {

struct HandToken {
  Token token;
  uint32_t start, end;  // of kError: where it starts, and the end of the text
  bool operator==(const HandToken&) const = default;
};

// All tokens; the last is kEnd or kError.
std::vector<HandToken> HandScan(std::string_view text);

}  // namespace promgate::promql
