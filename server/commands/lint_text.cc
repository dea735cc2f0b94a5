// lint -o text: one paragraph a finding, for people and for editors that follow file:line:column.

#include "base/strings.h"
#include "server/commands/excerpt.h"
#include "server/commands/lint_output.h"

namespace promgate {
namespace {

constexpr std::string_view kBold = "\x1b[1m", kRed = "\x1b[31m", kMagenta = "\x1b[35m",
                           kPlain = "\x1b[0m";

std::string Paint(std::string_view text, std::string_view colour, bool colours) {
  return colours ? StrCat({kBold, colour, text, kPlain}) : std::string(text);
}

std::string FileAsText(const LintedFile& file, const LintStyle& style) {
  std::string text;
  for (const LintFinding& finding : file.report.findings)
    text += FindingAsText(file, finding, style.colours);
  return text;
}

std::string Nothing() {
  return {};
}

}  // namespace

std::string FindingAsText(const LintedFile& file, const LintFinding& finding, bool colours) {
  const Problem& problem = finding.problem;
  const std::string place = StrCat({Visible(file.name), ":", std::to_string(finding.begin.line),
                                    ":", std::to_string(finding.begin.column), ":"});
  return StrCat({Paint(place, {}, colours), " ",
                 Paint(NameOf(problem.severity),
                       problem.severity == Severity::kError ? kRed : kMagenta, colours),
                 ": ", Visible(problem.Text()), " [", problem.check, "]\n",
                 Excerpt(file.text, finding.begin.offset, finding.end.offset)});
}

// Files that cannot be read are told of on stderr, as by every format.
const LintFormat kLintText = {"text", "", Nothing, FileAsText,
                              [](std::span<const LintSummary>) { return Nothing(); }};

}  // namespace promgate
