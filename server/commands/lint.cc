#include "validate/lint.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/version.h"
#include "server/commands/commands.h"
#include "server/commands/flags.h"
#include "server/commands/in_order.h"
#include "server/commands/input.h"
#include "server/commands/lint_output.h"

namespace promgate {
namespace {

struct LintFlags {
  std::vector<std::string> files;
  std::string output{LintFormats().front().name};
  std::string stdin_name = "stdin";
  std::string fail_on = "error";
  std::string target = promql::kNewestPrometheus.Text();
  std::vector<std::string> features;
  std::string names = "utf8";
  bool verbose = false;
};

FlagSet Describe(LintFlags& flags) {
  std::vector<std::string> formats;
  for (const LintFormat& format : LintFormats()) formats.emplace_back(format.name);
  FlagSet set{
      "lint",
      "The gate's verdict on files: PrometheusRules in manifests, and rule files of Prometheus.\n"
      "Exits with 0 when nothing is wrong, 1 when something is (a file that is no YAML too),\n"
      "2 when a file cannot be read, 3 with --fail-on=warning when there are only warnings."};
  set.options = {
      {"o,output", &flags.output, "how to print", formats},
      {"fail-on", &flags.fail_on, "the least that makes it fail", {"error", "warning"}},
      {"target-version", &flags.target, "the Prometheus that will load the rules"},
      {"enable-feature", &flags.features,
       "what that Prometheus enables, as for its --enable-feature"},
      {"name-validation-scheme",
       &flags.names,
       "which names of metrics and labels are legal",
       {"utf8", "legacy"}},
      {"stdin-name", &flags.stdin_name, "what the result calls stdin"},
      {"v,verbose", &flags.verbose, "tell on stderr how much was judged"},
  };
  set.positionals = {{"FILE",
                      &flags.files,
                      "files, folders (*.yaml, *.yml and *.json below them), - for stdin",
                      {},
                      true}};
  return set;
}

int Fail(const std::string& message) {
  std::fprintf(stderr, "promgate lint: %s\n", message.c_str());
  return kExitUsage;
}

void Print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
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
  const char* refused = std::getenv("NO_COLOR");  // Source: no-color.org: when it is not empty
  return isatty(STDOUT_FILENO) != 0 && (refused == nullptr || *refused == '\0') &&
         terminal != nullptr && std::string_view(terminal) != "dumb";
}

// What is to be done with each file, and how.
struct LintJob {
  Context context;
  const LintFormat& format;
  LintStyle style;
  std::string stdin_name;
};

struct Judged {
  LintSummary summary;
  std::string said;  // in the format
};

Judged JudgeInput(const Input& input, const LintJob& job) {
  LintedFile file{input.name == "-" ? job.stdin_name : input.name, input.error, {}, {}};
  if (file.unread.empty()) {
    Result<std::string> text = ReadInput(input.name, YamlLimits().max_bytes);
    if (text) {
      file.text = *std::move(text);
      file.report = Lint(file.text, job.context);
    } else {
      file.unread = text.error().message;
    }
  }
  return {Summarize(file), job.format.file(file, job.style)};
}

// Prints the verdict on all of them.
std::vector<LintSummary> LintInputs(const std::vector<Input>& inputs, const LintJob& job) {
  std::vector<LintSummary> files;
  bool separate = false;
  Print(job.format.begin());
  InOrder<Judged>(inputs.size())
      .Run(
          std::thread::hardware_concurrency(), [&](size_t i) { return JudgeInput(inputs[i], job); },
          [&](Judged judged) {
            if (!judged.summary.unread.empty()) Fail(judged.summary.unread);
            if (!judged.said.empty()) {
              if (separate) Print(job.format.separator);
              Print(judged.said);
              separate = true;
            }
            files.push_back(std::move(judged.summary));
          });
  Print(job.format.end(files));
  return files;
}

LintSummary Sum(const std::vector<LintSummary>& files) {
  LintSummary sum;
  for (const LintSummary& file : files) {
    if (!file.unread.empty()) sum.unread = file.unread;
    sum.judged += file.judged;
    sum.not_judged += file.not_judged;
    sum.errors += file.errors;
    sum.warnings += file.warnings;
  }
  return sum;
}

}  // namespace

int LintCommand(const Arguments& args) {
  LintFlags flags;
  FlagSet set = Describe(flags);
  if (const std::optional<int> exit = ParseFlags(set, args)) return *exit;
  Result<Context> context = MakeContext(flags);
  if (!context) return Fail(context.error().message);
  const bool warnings_fail = flags.fail_on == "warning";
  const LintJob job{*std::move(context),
                    *FindLintFormat(flags.output),  // one of the choices
                    {ColoursAreWanted(), warnings_fail ? Severity::kWarning : Severity::kError},
                    flags.stdin_name};

  const std::vector<Input> inputs = ListInputs(flags.files);
  if (inputs.empty()) Fail("nothing to judge: no *.yaml, *.yml or *.json there");
  const LintSummary sum = Sum(LintInputs(inputs, job));
  if (flags.verbose) {
    std::fprintf(stderr,
                 "%zu files: %zu objects judged, %zu not (no checks for their kinds); %zu errors, "
                 "%zu warnings\n",
                 inputs.size(), sum.judged, sum.not_judged, sum.errors, sum.warnings);
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) return Fail("cannot write the result");
  if (!sum.unread.empty()) return kExitUsage;
  if (sum.errors > 0) return kExitProblems;
  return sum.warnings > 0 && warnings_fail ? kExitWarnings : kExitFine;
}

}  // namespace promgate
