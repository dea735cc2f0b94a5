#pragma once
// Where findings stand, as other programs count columns.

#include <cstdint>
#include <string_view>
#include <vector>

#include "validate/lint.h"

namespace promgate {

// From line and column to the end (exclusive); both count from 1, columns in code points.
struct LintRegion {
  uint32_t line = 1, column = 1, end_line = 1, end_column = 1;

  bool IsPoint() const { return line == end_line && column == end_column; }
};

// One for each finding, in their order. Reads the text once, however many there are: a file may be
// one line of many megabytes.
std::vector<LintRegion> Regions(std::string_view text, const std::vector<LintFinding>& findings);

}  // namespace promgate
