#include "server/commands/lint_output.h"

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/strings.h"
#include "server/commands/excerpt.h"

namespace promgate {
namespace {

constexpr std::string_view kBold = "\x1b[1m", kRed = "\x1b[31m", kMagenta = "\x1b[35m",
                           kPlain = "\x1b[0m";

std::string_view NameOf(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

std::string Paint(std::string_view text, std::string_view colour, bool colours) {
  return colours ? StrCat({kBold, colour, text, kPlain}) : std::string(text);
}

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

Json FindingAsJson(const LintedFile& file, const LintFinding& finding) {
  const Problem& problem = finding.problem;
  return {{"file", file.name},
          {"line", finding.begin.line},
          {"column", finding.begin.column},
          {"endLine", finding.end.line},
          {"endColumn", finding.end.column},
          {"object", finding.object},
          {"path", problem.path},
          {"severity", NameOf(problem.severity)},
          {"check", problem.check},
          {"cause", Reason(problem.cause)},
          {"message", problem.Message()}};
}

}  // namespace

std::string LintAsText(const LintedFile& file, bool colours) {
  std::string text;
  for (const LintFinding& finding : file.report.findings)
    text += FindingAsText(file, finding, colours);
  return text;
}

std::string LintAsJson(const std::vector<LintedFile>& files) {
  Json document = {{"files", Json::array()}, {"findings", Json::array()}};
  for (const LintedFile& file : files) {
    document["files"].push_back({{"file", file.name},
                                 {"judged", file.report.judged},
                                 {"notJudged", file.report.not_judged}});
    for (const LintFinding& finding : file.report.findings) {
      document["findings"].push_back(FindingAsJson(file, finding));
    }
  }
  return DumpJson(document, 2) + "\n";
}

}  // namespace promgate
