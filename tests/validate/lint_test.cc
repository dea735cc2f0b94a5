#include "validate/lint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/strings.h"
#include "tests/support/golden.h"

namespace promgate {
namespace {

const char* const kHead =
    "apiVersion: monitoring.coreos.com/v1\n"
    "kind: PrometheusRule\n"
    "spec:\n"
    "  groups:\n"
    "  - name: g\n"
    "    rules:\n";  // what follows begins on line 7

struct Case {
  const char* rule;
  const char* want;  // line:column-line:column of the one finding
};

constexpr Case kCases[] = {
    {"    - {record: a, expr: up == }\n", "7:30-7:30"},
    {"    - {record: a, expr: 'up[5m]'}\n", "7:26-7:32"},
    {"    - record: a\n      expr: |\n        up\n        + rat(x)\n", "10:11-10:14"},
    {"    - record: a\n      expr: 'a + \"it''s\" + b'\n", "8:18-8:25"},
    {"    - {record: a, expr: 1.5}\n", "7:25-7:28"},
    {"    - {record: 5, expr: up}\n", "7:16-7:17"},
    {"    - record: a\n", "7:7-7:7"},
    {"    - {record: a, expr: up, labels: {__name__: x}}\n", "7:48-7:49"},
    {"    - {record: a, expr: up, annotations: {x: why}}\n", "7:42-7:42"},
};

std::string Place(const LintFinding& finding) {
  return StrCat({std::to_string(finding.begin.line), ":", std::to_string(finding.begin.column), "-",
                 std::to_string(finding.end.line), ":", std::to_string(finding.end.column)});
}

TEST(Lint, FindsThePlaceInTheYaml) {
  for (const Case& c : kCases) {
    const LintReport report = Lint(StrCat({kHead, c.rule}), {});
    ASSERT_EQ(report.findings.size(), 1u) << c.rule;
    EXPECT_EQ(Place(report.findings[0]), c.want) << c.rule << report.findings[0].problem.Text();
  }
}

TEST(Lint, OffsetsAgreeWithLinesAndColumns) {
  const std::string text = ReadSource("tests/testdata/lint/styles.in.yaml");
  const LintReport report = Lint(text, {});
  EXPECT_GE(report.findings.size(), 12u);
  for (const LintFinding& finding : report.findings) {
    for (const YamlMark& mark : {finding.begin, finding.end}) {
      const size_t newline = mark.offset == 0 ? text.npos : text.rfind('\n', mark.offset - 1);
      const size_t line_start = newline == text.npos ? 0 : newline + 1;
      EXPECT_EQ(mark.column, mark.offset - line_start + 1) << finding.problem.Text();
      EXPECT_EQ(mark.line, static_cast<uint32_t>(std::count(
                               text.begin(), text.begin() + static_cast<long>(mark.offset), '\n')) +
                               1)
          << finding.problem.Text();
    }
  }
}

TEST(Lint, CountsWhatItJudges) {
  const LintReport report = Lint(ReadSource("tests/testdata/lint/several.in.yaml"), {});
  EXPECT_EQ(report.objects.size(), 3u);
  EXPECT_EQ(report.not_judged, 3u);
  EXPECT_EQ(Lint("", {}).objects.size(), 0u);
  EXPECT_EQ(Lint("groups: []\n", {}).objects.size(), 1u);
}

TEST(Lint, TakesAMisspelledRuleFileForOne) {
  const LintReport report = Lint("group:\n- name: g\n", {});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].problem.Text(),
            "group: Forbidden: unknown field; did you mean \"groups\"?");
  for (const char* other :
       {"group: shop\n", "values: [1]\n", "[]\n", "text\n", "kind: X\ngroups: []\n"}) {
    EXPECT_EQ(Lint(other, {}).objects.size(), 0u) << other;
    EXPECT_TRUE(Lint(other, {}).findings.empty()) << other;
  }
}

TEST(Lint, NamesTheObject) {
  const LintReport report = Lint(ReadSource("tests/testdata/lint/several.in.yaml"), {});
  ASSERT_GE(report.findings.size(), 4u);
  EXPECT_EQ(report.findings[0].object, "PrometheusRule second");
  EXPECT_EQ(report.findings[1].object, "PrometheusRule shop/in-a-list");
}

TEST(Lint, WhatIsNoYamlIsOneFinding) {
  const LintReport report = Lint("a: b\nc: 'unclosed\n", {});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].problem.check, "yaml/syntax");
  EXPECT_GE(report.findings[0].begin.line, 2u);
  EXPECT_EQ(report.findings[0].problem.Text().find("line "), std::string::npos)
      << "the place is said once";
}

TEST(Lint, ReadsJsonToo) {
  const LintReport report = Lint(
      R"({"apiVersion":"monitoring.coreos.com/v1","kind":"PrometheusRule",
"spec":{"groups":[{"name":"g","rules":[{"record":"a","expr":"up[5m]"}]}]}})",
      {});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(Place(report.findings[0]), "2:62-2:68");
}

}  // namespace
}  // namespace promgate
