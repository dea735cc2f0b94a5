#pragma once
// Findings of lint as people, programs and CI systems read them: one file a format, kLintFormats is
// the table. A format tells of one file at a time, so that files are told of in parallel and
// nobody holds them all.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "validate/lint.h"

namespace promgate {

struct LintedFile {
  std::string name;
  std::string unread;  // why it, or this folder, could not be read; then there is nothing else
  std::string text;
  LintReport report;
};

// What stays of a file.
struct LintSummary {
  std::string name, unread;
  size_t judged = 0, not_judged = 0, errors = 0, warnings = 0;
};
LintSummary Summarize(const LintedFile& file);

struct LintStyle {
  bool colours = false;
  Severity fails = Severity::kError;  // the least that makes lint fail
};

struct LintFormat {
  std::string_view name;  // as -o takes it
  std::string_view
      separator;  // between what is said of one file and of the next, when both say something
  std::string (*begin)();
  std::string (*file)(const LintedFile& file, const LintStyle& style);
  std::string (*end)(std::span<const LintSummary> files);
};

// The first is the default.
std::span<const LintFormat> LintFormats();
// One of them, by name; null when there is none.
const LintFormat* FindLintFormat(std::string_view name);

extern const LintFormat kLintText, kLintJson, kLintSarif, kLintJunit, kLintGithub;

// What several formats say.
std::string_view NameOf(Severity severity);
// `file:line:column: error: path: what [check]`, then the line with a caret below.
std::string FindingAsText(const LintedFile& file, const LintFinding& finding, bool colours);

}  // namespace promgate
