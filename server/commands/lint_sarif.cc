// lint -o sarif: SARIF 2.1.0, which code scanning of GitHub, GitLab and Azure DevOps takes. One
// result a line.

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/strings.h"
#include "server/commands/lint_output.h"
#include "server/commands/lint_region.h"

namespace promgate {
namespace {

constexpr std::string_view kSeparator = ",\n";
constexpr std::string_view kHome = "https://promgate.dev";
constexpr std::string_view kChecksPage = "https://promgate.dev/docs/reference/checks.md#";
constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr char kFingerprint[] = "promgateFinding/v1";

// A file's name as an URI: relative as it was given, bytes that an URI cannot have as %XX.
std::string Uri(std::string_view name) {
  constexpr std::string_view kPlain = "-._~!$&'()*+,;=@/";
  constexpr char kHex[] = "0123456789ABCDEF";
  while (name.starts_with("./")) name.remove_prefix(2);
  std::string uri = name.starts_with("/") ? "file://" : "";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && (std::isalnum(byte) != 0 || kPlain.find(c) != kPlain.npos)) {
      uri += c;
    } else {
      uri += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return uri;
}

// "spec.groups[].rules[].expr": the path without the indices, which change when a rule is added.
std::string WithoutIndices(std::string_view path) {
  std::string out;
  for (size_t i = 0; i < path.size(); ++i) {
    out += path[i];
    if (path[i] != '[') continue;
    while (i + 1 < path.size() && path[i + 1] >= '0' && path[i + 1] <= '9') ++i;
  }
  return out;
}

// FNV-1a of 64 bits: the same on every machine, in every release.
uint64_t StableHash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// Tells a finding from the others of its file, also after lines moved: "cbf29ce484222325:1", the
// second number counts equal ones.
class Fingerprints {
 public:
  std::string Of(const LintFinding& finding) {
    const Problem& problem = finding.problem;
    const uint64_t hash =
        StableHash(StrCat({problem.check, "\n", finding.object, "\n", WithoutIndices(problem.path),
                           "\n", problem.Message()}));
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return StrCat({text, ":", std::to_string(++seen_[hash])});
  }

 private:
  std::map<uint64_t, size_t> seen_;
};

Json RegionAsJson(const LintRegion& region) {
  Json json = {{"startLine", region.line}, {"startColumn", region.column}};
  // Without an end it reaches to the end of the line, which is seen better than a point.
  if (region.IsPoint()) return json;
  json["endLine"] = region.end_line;
  json["endColumn"] = region.end_column;
  return json;
}

Json LocationAsJson(const LintedFile& file, const LintFinding& finding, const LintRegion& region) {
  Json location = {
      {"physicalLocation",
       {{"artifactLocation", {{"uri", Uri(file.name)}}}, {"region", RegionAsJson(region)}}}};
  Json logical = Json::array();
  if (!finding.object.empty()) {
    logical.push_back({{"fullyQualifiedName", finding.object}, {"kind", "resource"}});
  }
  if (!finding.problem.path.empty()) {
    logical.push_back({{"fullyQualifiedName", finding.problem.path}, {"kind", "member"}});
  }
  if (!logical.empty()) location["logicalLocations"] = std::move(logical);
  return location;
}

std::ptrdiff_t RuleIndex(std::string_view check) {
  const auto* row = std::find_if(std::begin(kChecks), std::end(kChecks),
                                 [&](const Check& candidate) { return candidate.id == check; });
  return row == std::end(kChecks) ? -1 : row - std::begin(kChecks);
}

std::string Results(const LintedFile& file, const LintStyle& /*style*/) {
  const std::vector<LintRegion> regions = Regions(file.text, file.report.findings);
  Fingerprints fingerprints;
  std::string text;
  for (size_t i = 0; i < regions.size(); ++i) {
    const LintFinding& finding = file.report.findings[i];
    const Json result = {
        {"ruleId", finding.problem.check},
        {"ruleIndex", RuleIndex(finding.problem.check)},
        {"level", NameOf(finding.problem.severity)},
        {"message", {{"text", finding.problem.Text()}}},
        {"locations", Json::array({LocationAsJson(file, finding, regions[i])})},
        {"partialFingerprints", {{kFingerprint, fingerprints.Of(finding)}}},
    };
    text += StrCat({text.empty() ? "" : kSeparator, "        ", DumpJson(result)});
  }
  return text;
}

// A check's demand as a sentence.
std::string Sentence(std::string_view demand) {
  std::string text = StrCat({demand, "."});
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

Json Rules() {
  Json rules = Json::array();
  for (const Check& check : kChecks) {
    const std::string demand = Sentence(check.demand), page = StrCat({kChecksPage, check.id});
    rules.push_back({{"id", check.id},
                     {"shortDescription", {{"text", demand}}},
                     {"fullDescription", {{"text", demand}}},
                     {"help", {{"text", StrCat({demand, " See ", page})}}},
                     {"helpUri", page},
                     {"defaultConfiguration", {{"level", NameOf(check.severity)}}}});
  }
  return rules;
}

std::string Begin() {
  const Json driver = {{"name", "promgate"},
                       {"version", PROMGATE_VERSION},
                       {"informationUri", kHome},
                       {"rules", Rules()}};
  constexpr std::string_view kAfterSchema =
      "\",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n      \"tool\": {\"driver\": ";
  return StrCat({"{\n  \"$schema\": \"", kSchema, kAfterSchema, DumpJson(driver),
                 "},\n      \"columnKind\": \"unicodeCodePoints\",\n      \"results\": [\n"});
}

std::string End(std::span<const LintSummary> files) {
  Json notes = Json::array();
  for (const LintSummary& file : files) {
    if (file.unread.empty()) continue;
    Json place = {{"physicalLocation", {{"artifactLocation", {{"uri", Uri(file.name)}}}}}};
    notes.push_back({{"level", "error"},
                     {"message", {{"text", file.unread}}},
                     {"locations", Json::array({std::move(place)})}});
  }
  const Json invocation = {{"executionSuccessful", notes.empty()},
                           {"toolExecutionNotifications", std::move(notes)}};
  return StrCat(
      {"\n      ],\n      \"invocations\": [", DumpJson(invocation), "]\n    }\n  ]\n}\n"});
}

}  // namespace

const LintFormat kLintSarif = {"sarif", kSeparator, Begin, Results, End};

}  // namespace promgate
