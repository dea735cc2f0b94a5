#include "server/commands/lint_output.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json.h"
#include "tests/support/golden.h"

namespace promgate {
namespace {

LintedFile LintedText(std::string name, std::string text) {
  LintedFile file{std::move(name), {}, std::move(text), {}};
  file.report = Lint(file.text, {});
  return file;
}

LintedFile Linted(const std::string& path) {
  return LintedText(path.substr(path.rfind('/') + 1), ReadSource(path));
}

std::string Whole(const LintFormat& format, const LintedFile& file, const LintStyle& style = {}) {
  const LintSummary summary = Summarize(file);
  return format.begin() + format.file(file, style) + format.end({&summary, 1});
}

// The document without what is not of the file: version and checks, to which each result points.
std::string SarifOfFile(const std::string& text) {
  Result<Json> document = ParseJson(text);
  EXPECT_TRUE(document) << text;
  if (!document) return text;
  Json& run = (*document)["runs"][0];
  Json& driver = run["tool"]["driver"];
  for (Json& result : run["results"]) {
    EXPECT_EQ(driver["rules"][result["ruleIndex"].get<size_t>()]["id"], result["ruleId"]);
    result.erase("ruleIndex");
  }
  driver.erase("rules");
  driver.erase("version");
  return DumpJson(*document, 2) + "\n";
}

TEST(LintOutput, DocumentsReadAsExpected) {
  const std::vector<std::string> documents = ListSources("tests/testdata/lint", ".in.yaml");
  ASSERT_FALSE(documents.empty());
  for (const std::string& path : documents) {
    const std::string stem = path.substr(0, path.size() - std::string(".in.yaml").size());
    EXPECT_TRUE(MatchesGolden(stem + ".out.txt", Whole(kLintText, Linted(path))));
  }
}

TEST(LintOutput, EveryFormatHasWhatItsReadersNeed) {
  for (const char* document : {"several", "columns", "not_yaml"}) {
    const std::string stem = std::string("tests/testdata/lint/") + document;
    const LintedFile file = Linted(stem + ".in.yaml");
    EXPECT_TRUE(MatchesGolden(stem + ".out.json", Whole(kLintJson, file)));
    EXPECT_TRUE(MatchesGolden(stem + ".out.junit", Whole(kLintJunit, file)));
    EXPECT_TRUE(MatchesGolden(stem + ".out.github", Whole(kLintGithub, file)));
    EXPECT_TRUE(MatchesGolden(stem + ".out.sarif", SarifOfFile(Whole(kLintSarif, file))));
  }
}

TEST(LintOutput, SarifDeclaresEveryCheck) {
  const Result<Json> document = ParseJson(kLintSarif.begin() + kLintSarif.end({}));
  ASSERT_TRUE(document);
  const Json& driver = (*document)["runs"][0]["tool"]["driver"];
  ASSERT_EQ(driver["rules"].size(), std::size(kChecks));
  EXPECT_EQ(driver["version"], PROMGATE_VERSION);
  for (size_t i = 0; i < std::size(kChecks); ++i) {
    EXPECT_EQ(driver["rules"][i]["id"], kChecks[i].id);
    EXPECT_TRUE(driver["rules"][i]["helpUri"].get<std::string>().ends_with(kChecks[i].id));
  }
}

TEST(LintOutput, NamesThatWouldEndSomethingAreEscaped) {
  const std::string text = "groups: [{name: g, rules: [{record: a, expr: 'up['}]}]\n";
  struct Case {
    const char* name;
    std::string sarif, github, junit;
  };
  const Case cases[] = {
      {"rules/a b.yaml", "rules/a%20b.yaml", "rules/a b.yaml", "rules/a b.yaml"},
      {"./a.yaml", "a.yaml", "./a.yaml", "./a.yaml"},
      {"../a.yaml", "../a.yaml", "../a.yaml", "../a.yaml"},
      {"/r/a.yaml", "file:///r/a.yaml", "/r/a.yaml", "/r/a.yaml"},
      {"c:d,e%f", "c%3Ad,e%25f", "c%3Ad%2Ce%25f", "c:d,e%f"},
      {"a\r\nb", "a%0D%0Ab", "a%0D%0Ab", "a&#13;&#10;b"},
      {"<\"&ü>", "%3C%22&%C3%BC%3E", "<\"&ü>", "&#60;&#34;&#38;ü&#62;"},
      {"a#b?[c]\\", "a%23b%3F%5Bc%5D%5C", "a#b?[c]\\", "a#b?[c]\\"},
      {"\x01\xff", "%01%FF", "\x01\xff", "\uFFFD\uFFFD"},
  };
  for (const Case& c : cases) {
    const LintedFile file = LintedText(c.name, text);
    const std::string sarif = kLintSarif.file(file, {}), github = kLintGithub.file(file, {}),
                      junit = kLintJunit.file(file, {});
    EXPECT_NE(sarif.find("{\"uri\":\"" + c.sarif + "\"}"), sarif.npos) << sarif;
    EXPECT_TRUE(github.starts_with("::error file=" + c.github + ",line=1,")) << github;
    EXPECT_NE(junit.find("<testsuite name=\"" + c.junit + "\" "), junit.npos) << junit;
  }
}

std::vector<std::string> FingerprintsOf(const std::string& text) {
  std::vector<std::string> prints;
  const Result<Json> results = ParseJson("[" + kLintSarif.file(LintedText("f", text), {}) + "]");
  for (const Json& result : *results) {
    prints.push_back(result["partialFingerprints"]["promgateFinding/v1"].get<std::string>());
  }
  return prints;
}

TEST(LintOutput, FingerprintsSurviveMovedLinesAndTellEqualFindingsApart) {
  const std::string bad = "  - {record: a, expr: 'up['}\n", head = "groups:\n- name: g\n  rules:\n";
  const std::vector<std::string> once = FingerprintsOf(head + bad),
                                 twice = FingerprintsOf(head + bad + bad);
  ASSERT_EQ(once.size(), 1u);
  ASSERT_EQ(twice.size(), 2u);
  EXPECT_EQ(FingerprintsOf("# moved\n" + head + "  - {record: a, expr: up}\n" + bad), once);
  EXPECT_EQ(twice[0], once[0]);
  EXPECT_NE(twice[1], twice[0]);
  EXPECT_NE(FingerprintsOf(head + "  - {record: a, expr: 'down['}\n"), once);
}

TEST(LintOutput, JunitIsRedExactlyWhereLintFails) {
  const LintedFile file = LintedText(
      "f", "groups: [{name: g, rules: [{alert: A, expr: up, labels: {alertname: B}}]}]\n");
  const std::string lenient = kLintJunit.file(file, {}),
                    strict = kLintJunit.file(file, {false, Severity::kWarning});
  EXPECT_NE(lenient.find("failures=\"0\""), lenient.npos) << lenient;
  EXPECT_NE(lenient.find("<system-out>f:1:"), lenient.npos) << lenient;
  EXPECT_NE(strict.find("failures=\"1\""), strict.npos) << strict;
  EXPECT_NE(strict.find("<failure type=\"rule/alertname-label\""), strict.npos) << strict;
}

TEST(LintOutput, TellsWhatCouldNotBeRead) {
  const LintedFile file{"f", "cannot read f: why", {}, {}};
  EXPECT_NE(Whole(kLintJson, file).find("\"unread\":\"cannot read f: why\""), std::string::npos);
  EXPECT_NE(Whole(kLintSarif, file).find("\"executionSuccessful\":false"), std::string::npos);
  EXPECT_NE(Whole(kLintJunit, file).find("<error message=\"cannot read f: why\"/>"),
            std::string::npos);
  EXPECT_EQ(Whole(kLintGithub, file), "::error file=f::cannot read f: why\n");
}

TEST(LintOutput, ColoursOnlyWhenAsked) {
  const LintedFile file = Linted("tests/testdata/lint/several.in.yaml");
  EXPECT_EQ(Whole(kLintText, file).find('\x1b'), std::string::npos);
  const std::string coloured = Whole(kLintText, file, {true, Severity::kError});
  EXPECT_NE(coloured.find("\x1b[1m\x1b[31merror\x1b[0m"), std::string::npos) << coloured;
  EXPECT_NE(coloured.find("\x1b[1m\x1b[35mwarning\x1b[0m"), std::string::npos) << coloured;
}

TEST(LintOutput, NeverSendsControlCharactersOfTheFileToATerminal) {
  const LintedFile file = Linted("tests/testdata/lint/control_characters.in.yaml");
  for (const LintFormat& format : LintFormats()) {
    const std::string text = Whole(format, file);
    EXPECT_NE(text, "");
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << format.name << text;
  }
}

}  // namespace
}  // namespace promgate
