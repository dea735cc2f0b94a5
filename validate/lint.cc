#include "validate/lint.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/strings.h"
#include "validate/kinds/kinds.h"

namespace promgate {
namespace {

constexpr std::string_view kList = "List";

YamlMark MarkOf(std::string_view text, uint32_t line, uint32_t column) {
  YamlMark mark{line, column, 0};
  for (uint32_t i = 1; i < line; ++i) {
    const size_t newline = text.find('\n', mark.offset);
    if (newline == text.npos) break;
    mark.offset = newline + 1;
  }
  mark.offset = std::min(mark.offset + column - 1, text.size());
  return mark;
}

// Takes `word` and a number off the front.
bool TakeNumber(std::string_view& message, std::string_view word, uint32_t& number) {
  if (!message.starts_with(word)) return false;
  const char* end = message.data() + message.size();
  const auto [rest, error] = std::from_chars(message.data() + word.size(), end, number);
  message.remove_prefix(static_cast<size_t>(rest - message.data()));
  return error == std::errc() && number > 0;
}

// ParseYaml's errors begin with "line L, column C: ".
LintFinding NoYaml(std::string_view text, std::string_view message) {
  LintFinding finding;
  uint32_t line = 1, column = 1;
  std::string_view rest = message;
  if (TakeNumber(rest, "line ", line) && TakeNumber(rest, ", column ", column) &&
      rest.starts_with(": ")) {
    message = rest.substr(2);
  }
  finding.begin = finding.end = MarkOf(text, line, column);
  finding.problem.check = ErrorCheck("yaml/syntax").id();
  finding.problem.cause = Cause::kNone;
  finding.problem.detail = StrCat({"must be YAML: ", message});
  return finding;
}

// A file that is no manifest and lists groups, or lists something that looks like a misspelling of
// them.
bool IsRuleFile(const Json& root) {
  constexpr std::string_view kGroups[] = {"groups"};
  const Field file(root);
  if (!root.is_object() || file["kind"] || file["apiVersion"]) return false;
  if (file["groups"]) return true;
  for (const auto& [name, value] : root.items()) {
    if (value.is_array() && !NearestName(name, kGroups).empty()) return true;
  }
  return false;
}

// The walk over one file.
class Linter {
 public:
  Linter(std::string_view text, const Context& context) : text_(text), context_(context) {}

  void Manifests(const std::vector<YamlDocument>& documents);
  void RuleFile(const std::vector<YamlDocument>& documents);
  LintReport Take() && { return std::move(report_); }

 private:
  void Object(const YamlDocument& document, const Json& object, const std::string& prefix);
  void Items(const YamlDocument& document, const Json& list, const std::string& prefix);
  void Report(const YamlDocument& document, const std::string& prefix, const std::string& object,
              const Problems& problems);
  void Locate(const YamlDocument& document, std::string path, LintFinding& finding) const;

  std::string_view text_;
  const Context& context_;
  LintReport report_;
};

void Linter::Manifests(const std::vector<YamlDocument>& documents) {
  for (const YamlDocument& document : documents) Object(document, document.root, {});
}

void Linter::RuleFile(const std::vector<YamlDocument>& documents) {
  report_.objects.emplace_back();
  Problems problems;
  CheckRuleGroups(Field(documents[0].root), Form::kFile, context_, problems);
  Report(documents[0], {}, {}, problems);
  if (documents.size() < 2) return;
  Problems ignored;
  ignored.Warn(Field(documents[1].root), "rule-file/documents",
               "has no effect: Prometheus reads only the first document of a rule file");
  Report(documents[1], {}, {}, ignored);
}

void Linter::Object(const YamlDocument& document, const Json& object, const std::string& prefix) {
  const Field root(object);
  const Field metadata = root["metadata"];
  if (root["kind"].str().ends_with(kList) && root["items"].is_array()) {
    Items(document, object, prefix);
  } else if (!IsJudged(object)) {
    ++report_.not_judged;
  } else {
    const std::string_view space = metadata["namespace"].str();
    const std::string name = StrCat({root["kind"].str(), " ", space, space.empty() ? "" : "/",
                                     metadata["name"].str("(without a name)")});
    report_.objects.push_back(name);
    Report(document, prefix, name, Judge(object, nullptr, context_));
  }
}

// The items of a PrometheusRuleList need not say what they are.
void Linter::Items(const YamlDocument& document, const Json& list, const std::string& prefix) {
  const Field root(list);
  const Field items = root["items"];
  std::string_view kind = root["kind"].str();
  kind.remove_suffix(kList.size());
  for (size_t i = 0; i < items.size(); ++i) {
    const Field item = items[i];
    const std::string place = prefix.empty() ? item.path() : StrCat({prefix, ".", item.path()});
    if (!kind.empty() && item.is_object() && !item["kind"]) {
      Json typed = *item.value();
      typed["kind"] = kind;
      typed["apiVersion"] = root["apiVersion"].str();
      Object(document, typed, place);
    } else {
      Object(document, *item.value(), place);
    }
  }
}

void Linter::Report(const YamlDocument& document, const std::string& prefix,
                    const std::string& object, const Problems& problems) {
  for (const Problem& problem : problems.list()) {
    LintFinding finding{problem, object, {}, {}};
    const bool joined = !prefix.empty() && !problem.path.empty() && problem.path[0] != '[';
    Locate(document, StrCat({prefix, joined ? "." : "", problem.path}), finding);
    report_.findings.push_back(std::move(finding));
  }
}

// Sets where `path` is; what is absent is looked for where it is missing.
void Linter::Locate(const YamlDocument& document, std::string path, LintFinding& finding) const {
  finding.begin = finding.end = document.begin;
  auto place = document.places.find(path);
  const bool absent = place == document.places.end();
  while (place == document.places.end() && !path.empty()) {
    path.resize(path.find_last_of(".[") == path.npos ? 0 : path.find_last_of(".["));
    place = document.places.find(path);
  }
  if (place == document.places.end()) return;
  finding.begin = finding.end = place->second.begin;
  if (absent || place->second.style == YamlPlace::Style::kCollection) return;
  if (const std::optional<ValueSpan> span = finding.problem.span) {
    finding.begin = LocateInScalar(text_, place->second, span->start);
    finding.end = LocateInScalar(text_, place->second, span->end);
  } else {
    finding.end = place->second.end;
  }
}

}  // namespace

LintReport Lint(std::string_view text, const Context& context) {
  Linter linter(text, context);
  Result<std::vector<YamlDocument>> documents = ParseYaml(text);
  const bool rules = documents && !documents->empty() && IsRuleFile(documents->front().root);
  if (rules) documents = ParseYaml(text, YamlDialect::kPrometheus);
  if (!documents) {
    LintReport report;
    report.findings.push_back(NoYaml(text, documents.error().message));
    return report;
  }
  if (rules) {
    linter.RuleFile(*documents);
  } else {
    linter.Manifests(*documents);
  }
  return std::move(linter).Take();
}

}  // namespace promgate
