// lint -o github: workflow commands, which GitHub Actions shows beside the lines of a change.

#include "base/strings.h"
#include "server/commands/excerpt.h"
#include "server/commands/lint_output.h"
#include "server/commands/lint_region.h"

namespace promgate {
namespace {

// How a command carries what would end it. Source: @actions/core, command.ts.
struct Escape {
  std::string_view escaped;
  char byte;
  bool in_message;  // else in properties alone
};
constexpr Escape kEscapes[] = {
    {"%25", '%', true},  {"%0D", '\r', true}, {"%0A", '\n', true},
    {"%3A", ':', false}, {"%2C", ',', false},
};

std::string Escaped(std::string_view text, bool message) {
  std::string out;
  for (const char c : text) {
    std::string_view piece(&c, 1);
    for (const Escape& escape : kEscapes) {
      if (escape.byte == c && (escape.in_message || !message)) piece = escape.escaped;
    }
    out += piece;
  }
  return out;
}

std::string FindingAsCommand(const LintedFile& file, const LintFinding& finding,
                             const LintRegion& region) {
  const Problem& problem = finding.problem;
  std::string place = StrCat({",line=", std::to_string(region.line)});
  // GitHub takes columns only within a line.
  if (region.line == region.end_line) {
    place += StrCat({",endLine=", std::to_string(region.end_line),
                     ",col=", std::to_string(region.column),
                     ",endColumn=", std::to_string(region.end_column)});
  } else {
    place += StrCat({",endLine=", std::to_string(region.end_line)});
  }
  return StrCat({"::", NameOf(problem.severity), " file=", Escaped(file.name, false), place,
                 ",title=", Escaped(problem.check, false),
                 "::", Escaped(Visible(problem.Text()), true), "\n"});
}

std::string FileAsCommands(const LintedFile& file, const LintStyle& /*style*/) {
  if (!file.unread.empty()) {
    return StrCat({"::error file=", Escaped(file.name, false),
                   "::", Escaped(Visible(file.unread), true), "\n"});
  }
  const std::vector<LintRegion> regions = Regions(file.text, file.report.findings);
  std::string commands;
  for (size_t i = 0; i < regions.size(); ++i) {
    commands += FindingAsCommand(file, file.report.findings[i], regions[i]);
  }
  return commands;
}

std::string Nothing() {
  return {};
}

}  // namespace

const LintFormat kLintGithub = {"github", "", Nothing, FileAsCommands,
                                [](std::span<const LintSummary>) { return Nothing(); }};

}  // namespace promgate
