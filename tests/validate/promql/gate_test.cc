// What each version and feature has: the boundaries of syntax.h, and the words for what is missing.

#include <gtest/gtest.h>

#include <string>

#include "validate/promql/parser.h"
#include "validate/promql/syntax.h"

namespace promgate::promql {
namespace {

struct Case {
  std::string_view text;
  Version target;
  uint32_t features;
  std::string_view message;  // empty: accepted
};

constexpr std::string_view kDurationOff = "experimental duration expression is not enabled";

constexpr Case kCases[] = {
    {"a atan2 b",
     {2, 30, 4},
     0,
     "operator \"atan2\" exists since Prometheus 2.31.0 (this is judged for 2.30.4)"},
    {"a atan2 b", {2, 31}, 0, ""},
    {"atan2 + 1", {2, 30}, 0, ""},
    {"atan2 + 1", {2, 31}, 0, "unexpected <op:atan2>"},
    {"a </ 1",
     {3, 10},
     0,
     "a trim operator exists since Prometheus 3.11.0 (this is judged for 3.10.0)"},
    {"a </ 1", {3, 11}, 0, ""},
    {"group(a)",
     {2, 19},
     0,
     "aggregation \"group\" exists since Prometheus 2.20.0 (this is judged for 2.19.0)"},
    {"group(a)", {2, 20}, 0, ""},
    {"limitk(1, a)",
     {2, 53},
     kExperimentalFunctions,
     "aggregation \"limitk\" exists since Prometheus 2.54.0 (this is judged for 2.53.0)"},
    {"limitk(1, a)",
     {2, 54},
     0,
     "limitk() is experimental and must be enabled with "
     "--enable-feature=promql-experimental-functions"},
    {"limitk(1, a)", {2, 54}, kExperimentalFunctions, ""},
    {"mad_over_time(a[5m])",
     {2, 48},
     kExperimentalFunctions,
     "function \"mad_over_time\" exists since Prometheus 2.49.0 (this is judged for 2.48.0)"},
    {"mad_over_time(a[5m])", {2, 49}, 0, "function \"mad_over_time\" is not enabled"},
    {"holt_winters(a[5m], 1, 1)", {2, 55}, 0, ""},
    {"holt_winters(a[5m], 1, 1)", {3, 0}, 0, "unknown function with name \"holt_winters\""},
    {"a[5m] anchored",
     {3, 6},
     kExtendedRangeSelectors,
     "modifier \"anchored\" exists since Prometheus 3.7.0 (this is judged for 3.6.0)"},
    {"a[5m] anchored", {3, 7}, 0, "anchored modifier is experimental and not enabled"},
    {"a[5m] anchored", {3, 7}, kExtendedRangeSelectors, ""},
    {"a smoothed", {3, 14}, kExtendedRangeSelectors, ""},
    {"a[5m] anchored smoothed",
     {3, 14},
     kExtendedRangeSelectors,
     "anchored and smoothed modifiers cannot be used together"},
    {"a[5m:1m] smoothed",
     {3, 14},
     kExtendedRangeSelectors,
     "smoothed modifier is not supported for subqueries"},
    {"sum(a) anchored", {3, 14}, kExtendedRangeSelectors, "anchored modifier not implemented"},
    {"a + fill(0) b",
     {3, 9},
     kBinopFillModifiers,
     "modifier \"fill\" exists since Prometheus 3.10.0 (this is judged for 3.9.0)"},
    {"a + fill(0) b", {3, 10}, 0, "binop fill modifiers are experimental and not enabled"},
    {"a + fill_left(-1) fill_right(5m) b", {3, 10}, kBinopFillModifiers, ""},
    {"a + on(x) group_left fill_right(1) fill_left(2) b", {3, 10}, kBinopFillModifiers, ""},
    {"a + fill(1) fill_left(2) b", {3, 10}, kBinopFillModifiers, "unexpected \"(\""},
    {"a @ 5",
     {2, 24},
     0,
     "the @ modifier exists since Prometheus 2.25.0 (this is judged for 2.24.0)"},
    {"a @ 5",
     {2, 32},
     0,
     "the @ modifier needs --enable-feature=promql-at-modifier in Prometheus 2.32.0"},
    {"a @ end()", {2, 32}, kAtModifier, ""},
    {"a @ 5", {2, 33}, 0, ""},
    {"a offset -5m",
     {2, 25},
     0,
     "a negative offset exists since Prometheus 2.26.0 (this is judged for 2.25.0)"},
    {"a offset -5m", {2, 26}, kNegativeOffset, ""},
    {"a offset -5m", {2, 33}, 0, ""},
    {"1_0",
     {2, 53},
     0,
     "_ inside a number exists since Prometheus 2.54.0 (this is judged for 2.53.0)"},
    {"a[300]",
     {2, 53},
     0,
     "a number as a duration exists since Prometheus 2.54.0 (this is judged for 2.53.0)"},
    {"5m",
     {2, 53},
     0,
     "a duration as a number exists since Prometheus 2.54.0 (this is judged for 2.53.0)"},
    {"1_0 + 5m + a[300]",
     {2, 54},
     0,
     "binary expression must contain only scalar and instant vector types"},
    {"a[1h30m]",
     {2, 20},
     0,
     "a duration of several units exists since Prometheus 2.21.0 (this is judged for 2.20.0)"},
    {"a[1h30m]", {2, 21}, 0, ""},
    {"a[5m*2]",
     {3, 3},
     kDurationExpr,
     "arithmetic on durations exists since Prometheus 3.4.0 (this is judged for 3.3.0)"},
    {"a[5m*2]", {3, 4}, 0, kDurationOff},
    {"a[5m*2]", {3, 13}, kDurationExpr, ""},
    {"a[5m*2]", {3, 14}, 0, ""},
    {"a[step()]",
     {3, 5},
     0,
     "step() as a duration exists since Prometheus 3.6.0 (this is judged for 3.5.0)"},
    {"a[step()]", {3, 6}, 0, ""},
    {"a[step()]", {3, 12}, 0, kDurationOff},
    {"a[range()]", {3, 10}, 0, ""},
    {"a[5m+range()]",
     {3, 11},
     kDurationExpr,
     "range() after an operator exists since Prometheus 3.12.0 (this is judged for 3.11.0)"},
    {"a[5m+range()]", {3, 12}, kDurationExpr, ""},
    {"a[min(step(), 5m)]", {3, 6}, 0, ""},
    {"a[max(step(), 5m)]", {3, 12}, 0, kDurationOff},
    {"a offset max(step(), 5m)", {3, 12}, kDurationExpr, ""},
    {"a[max(step(), 5m)]",
     {3, 13},
     kDurationExpr,
     "unexpected character in duration expression: 'm'"},
    {"a[max_of(step(), 5m)]",
     {3, 12},
     kDurationExpr,
     "min_of() or max_of() of durations exists since Prometheus 3.13.0 (this is judged for "
     "3.12.0)"},
    {"a[max_of(step(), 5m)]", {3, 13}, kDurationExpr, ""},
    {"a[5m:1m]", {2, 6}, 0, "a subquery exists since Prometheus 2.7.0 (this is judged for 2.6.0)"},
    {"a[5m:]", {2, 7}, 0, ""},
    {"a[ 5m]",
     {2, 14},
     0,
     "a blank inside range brackets exists since Prometheus 2.15.0 (this is judged for 2.14.0)"},
    {"a[5m ]", {2, 15}, 0, ""},
    {"sum by (a,) (b)",
     {2, 15},
     0,
     "a trailing comma in a grouping exists since Prometheus 2.16.0 (this is judged for 2.15.0)"},
    {"sum by (a,) (b)", {2, 16}, 0, ""},
    {"{\"a\"}",
     {2, 50},
     0,
     "a quoted metric name exists since Prometheus 2.51.0 (this is judged for 2.50.0)"},
    {"{\"a\"}", {2, 51}, 0, ""},
    {"a{\"b\"=\"c\"}",
     {2, 50},
     0,
     "a quoted label name in a selector exists since Prometheus 2.51.0 (this is judged for "
     "2.50.0)"},
    {"sum by (\"a\") (b)",
     {2, 54},
     0,
     "a quoted label name in a grouping exists since Prometheus 2.55.0 (this is judged for "
     "2.54.0)"},
    {"sum by (\"a\") (b)", {2, 55}, 0, ""},
    {"sum by (\"a.b\") (b)",
     {2, 55},
     0,
     "a UTF-8 label name in a grouping needs --enable-feature=utf8-names in Prometheus 2.55.0"},
    {"sum by (\"a.b\") (b)", {2, 55}, kUtf8Names, ""},
    {"sum by (\"a.b\") (b)", {3, 0}, 0, ""},
    {"start", {2, 24}, 0, ""},
    {"start", {2, 25}, 0, "\"start\" is a keyword and no name in Prometheus 2.25.0"},
    {"end", {2, 28, 1}, 0, "\"end\" is a keyword and no name in Prometheus 2.28.1"},
    {"end", {2, 29}, 0, ""},
    {"anchored", {3, 7, 1}, 0, "\"anchored\" is a keyword and no name in Prometheus 3.7.1"},
    {"anchored", {3, 7, 2}, 0, ""},
    {"sum", {2, 16}, 0, "\"sum\" is a keyword and no name in Prometheus 2.16.0"},
    {"sum", {2, 17}, 0, ""},
    {"limitk", {2, 16}, 0, ""},
    {"without", {2, 19}, 0, "\"without\" is a keyword and no name in Prometheus 2.19.0"},
    {"without", {2, 20}, 0, ""},
};

TEST(Gates, HoldAtTheirBoundaries) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(std::string(c.text) + " for " + c.target.Text());
    const ParseResult result = Parse(c.text, {c.target, c.features});
    EXPECT_EQ(result.ok() ? "" : result.errors[0].message, c.message);
  }
}

TEST(Gates, DurationExpressionsCanBeSwitchedOff) {
  Options options;
  options.no_duration_expr = true;
  struct OffCase {
    std::string_view text;
    uint32_t start;  // of the error; 0: accepted
  };
  constexpr OffCase kOff[] = {
      {"a[5m]", 0},
      {"a[300]", 0},
      {"a offset -5m", 0},
      {"a offset -(5m)", 0},
      {"a[-(-5m)]", 4},
      {"a[5m*2]", 2},
      {"a[(5m)]", 3},
      {"a[step()]", 2},
      {"a offset (5m)", 10},
      {"a offset -step()", 9},
      {"a offset max_of(5m, 1m)", 16},
  };
  for (const OffCase& c : kOff) {
    const ParseResult result = Parse(c.text, options);
    ASSERT_EQ(result.ok(), c.start == 0) << c.text;
    if (result.ok()) continue;
    EXPECT_EQ(result.errors[0].message, kDurationOff) << c.text;
    EXPECT_EQ(result.errors[0].span.start, c.start) << c.text;
  }
}

}  // namespace
}  // namespace promgate::promql
