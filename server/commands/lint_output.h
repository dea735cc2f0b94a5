#pragma once
// Findings of lint as people and programs read them.

#include <string>
#include <string_view>
#include <vector>

#include "validate/lint.h"

namespace promgate {

struct LintedFile {
  std::string name;
  std::string text;  // for excerpts
  LintReport report;
};

// One paragraph a finding: `file:line:column: error: path: what [check]`, then the line with a
// caret below.
std::string LintAsText(const LintedFile& file, bool colours);

// One object: `files`, with how many objects of each were judged and not, and `findings`.
std::string LintAsJson(const std::vector<LintedFile>& files);

}  // namespace promgate
