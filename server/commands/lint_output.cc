#include "server/commands/lint_output.h"

#include <algorithm>

namespace promgate {

std::span<const LintFormat> LintFormats() {
  static const LintFormat formats[] = {kLintText, kLintJson, kLintSarif, kLintJunit, kLintGithub};
  return formats;
}

const LintFormat* FindLintFormat(std::string_view name) {
  const std::span<const LintFormat> formats = LintFormats();
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [&](const LintFormat& format) { return format.name == name; });
  return found == formats.end() ? nullptr : &*found;
}

LintSummary Summarize(const LintedFile& file) {
  LintSummary summary{file.name, file.unread, file.report.objects.size(), file.report.not_judged};
  for (const LintFinding& finding : file.report.findings) {
    ++(finding.problem.severity == Severity::kError ? summary.errors : summary.warnings);
  }
  return summary;
}

std::string_view NameOf(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

}  // namespace promgate
