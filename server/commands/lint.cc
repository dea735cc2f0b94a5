#include "validate/lint.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "base/version.h"
#include "server/commands/commands.h"
#include "server/commands/flags.h"
#include "server/commands/input.h"
#include "server/commands/lint_output.h"

namespace promgate {
namespace {

struct LintFlags {
  std::vector<std::string> files;
  std::string output = "text";
  std::string fail_on = "error";
  std::string target = promql::kNewestPrometheus.Text();
  std::vector<std::string> features;
  std::string names = "utf8";
  bool verbose = false;
};

FlagSet Describe(LintFlags& flags) {
  FlagSet set{
      "lint",
      "The gate's verdict on files: PrometheusRules in manifests, and rule files of Prometheus.\n"
      "Exits with 0 when nothing is wrong, 1 when something is (a file that is no YAML too),\n"
      "2 when a file cannot be read, 3 with --fail-on=warning when there are only warnings."};
  set.options = {
      {"o,output", &flags.output, "how to print", {"text", "json"}},
      {"fail-on", &flags.fail_on, "the least that makes it fail", {"error", "warning"}},
      {"target-version", &flags.target, "the Prometheus that will load the rules"},
      {"enable-feature", &flags.features,
       "what that Prometheus enables, as for its --enable-feature"},
      {"name-validation-scheme",
       &flags.names,
       "which names of metrics and labels are legal",
       {"utf8", "legacy"}},
      {"v,verbose", &flags.verbose, "tell on stderr how much was judged"},
  };
  set.positionals = {{"FILE", &flags.files, "files, folders, - for stdin", {}, true}};
  return set;
}

int Fail(const std::string& message) {
  std::fprintf(stderr, "promgate lint: %s\n", message.c_str());
  return kExitUsage;
}

Result<Context> MakeContext(const LintFlags& flags) {
  const Result<Version> target = Version::Parse(flags.target);
  if (!target) return target.error();
  Context context;
  context.promql.target = *target;
  promql::EnableFeatures(flags.features, context.promql);
  context.names = flags.names == "legacy" ? NameScheme::kLegacy : NameScheme::kUtf8;
  return context;
}

bool ColoursAreWanted() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

struct Totals {
  size_t judged = 0, not_judged = 0, errors = 0, warnings = 0;
};

Totals Count(const std::vector<LintedFile>& files) {
  Totals totals;
  for (const LintedFile& file : files) {
    totals.judged += file.report.judged;
    totals.not_judged += file.report.not_judged;
    for (const LintFinding& finding : file.report.findings) {
      ++(finding.problem.severity == Severity::kError ? totals.errors : totals.warnings);
    }
  }
  return totals;
}

// Judges one file and, as text, prints what was found. False when it cannot be read.
bool LintFile(const std::string& name, const Context& context, bool as_text,
              std::vector<LintedFile>& files) {
  Result<std::string> text = ReadInput(name, YamlLimits().max_bytes);
  if (!text) {
    Fail(text.error().message);
    return false;
  }
  LintedFile file{name == "-" ? "stdin" : name, *std::move(text), {}};
  file.report = Lint(file.text, context);
  if (as_text) std::fputs(LintAsText(file, ColoursAreWanted()).c_str(), stdout);
  file.text.clear();
  files.push_back(std::move(file));
  return true;
}

}  // namespace

int LintCommand(const Arguments& args) {
  LintFlags flags;
  FlagSet set = Describe(flags);
  if (const std::optional<int> exit = ParseFlags(set, args)) return *exit;
  const Result<Context> context = MakeContext(flags);
  if (!context) return Fail(context.error().message);
  const Result<std::vector<std::string>> names = ListInputs(flags.files);
  if (!names) return Fail(names.error().message);

  const bool as_text = flags.output == "text";
  bool unreadable = false;
  std::vector<LintedFile> files;
  for (const std::string& name : *names) {
    unreadable |= !LintFile(name, *context, as_text, files);
  }
  if (!as_text) std::fputs(LintAsJson(files).c_str(), stdout);
  const Totals totals = Count(files);
  if (flags.verbose) {
    std::fprintf(stderr,
                 "%zu files: %zu objects judged, %zu not (no checks for their kinds); %zu errors, "
                 "%zu warnings\n",
                 files.size(), totals.judged, totals.not_judged, totals.errors, totals.warnings);
  }
  if (unreadable) return kExitUsage;
  if (totals.errors > 0) return kExitProblems;
  return totals.warnings > 0 && flags.fail_on == "warning" ? kExitWarnings : kExitFine;
}

}  // namespace promgate
