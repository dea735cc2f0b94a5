// lint -o json: an object of `findings`, one a line, and `files`, with how many objects of each
// were judged and not.

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/strings.h"
#include "server/commands/lint_output.h"

namespace promgate {
namespace {

constexpr std::string_view kSeparator = ",\n";

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

std::string Findings(const LintedFile& file, const LintStyle& /*style*/) {
  std::string text;
  for (const LintFinding& finding : file.report.findings) {
    text +=
        StrCat({text.empty() ? "" : kSeparator, "    ", DumpJson(FindingAsJson(file, finding))});
  }
  return text;
}

std::string Begin() {
  return "{\n  \"findings\": [\n";
}

std::string Files(std::span<const LintSummary> files) {
  std::string text;
  for (const LintSummary& file : files) {
    Json row = {{"file", file.name}, {"judged", file.judged}, {"notJudged", file.not_judged}};
    if (!file.unread.empty()) row["unread"] = file.unread;
    text += StrCat({text.empty() ? "" : kSeparator, "    ", DumpJson(row)});
  }
  return StrCat({"\n  ],\n  \"files\": [\n", text, "\n  ]\n}\n"});
}

}  // namespace

const LintFormat kLintJson = {"json", kSeparator, Begin, Findings, Files};

}  // namespace promgate
