#include "validate/promql/label_flow.h"

#include <gtest/gtest.h>

#include "validate/promql/parser.h"

namespace promgate::promql {
namespace {

// "only a, b" or "all but a": short for what the result can carry.
std::string Text(const LabelSet& labels) {
  std::string out = labels.open() ? "all" : "only";
  if (labels.open() && !labels.names().empty()) out += " but";
  for (const std::string& name : labels.names()) out += " " + name;
  return out;
}

struct Case {
  const char* expr;
  const char* labels;
};

constexpr Case kCases[] = {
    // Leaves.
    {"x", "all"},
    {R"(x{a=""})", "all but a"},
    {R"(x{a="", a="b"})", "all but a"},
    {"1", "only"},
    {"time()", "only"},
    {"vector(1)", "only"},
    {"scalar(x)", "only"},
    {"hour()", "only"},
    {"hour(sum by (a) (x))", "only a"},
    // Aggregations.
    {"sum(x)", "only"},
    {"sum by (job) (x)", "only job"},
    {"sum by (job, a) (sum by (a, b) (x))", "only a"},
    {"sum without (job) (x)", "all but job"},
    {"sum without (job) (sum by (job, a) (x))", "only a"},
    {"topk(5, x)", "all"},
    {"topk by (a) (5, sum by (a, b) (x))", "only a b"},
    {R"(count_values by (job) ("version", x))", "only job version"},
    {"quantile(0.9, x)", "only"},
    // Functions.
    {"rate(x[5m])", "all"},
    {"max_over_time(sum by (a) (x)[5m:1m])", "only a"},
    {"histogram_quantile(0.9, sum by (le, job) (rate(x[5m])))", "only job"},
    {"histogram_quantile(0.9, rate(x[5m]))", "all but le"},
    {R"x(label_replace(sum(x), "dst", "$1", "src", "(.*)"))x", "only dst"},
    {R"(label_join(sum by (a) (x), "dst", ",", "a"))", "only a dst"},
    {R"(absent(x{job="a", instance=~"b", z="1", z="2"}))", "only job"},
    {"absent(sum by (job) (x))", "only"},
    {R"(absent_over_time(x{job="a"}[5m]))", "only job"},
    // Operators.
    {"x * 2 > 1", "all"},
    {"2 * sum by (a) (x)", "only a"},
    {"-sum by (a) (x)", "only a"},
    {"(sum by (a) (x))", "only a"},
    {"sum by (a) (x) / sum by (a) (y)", "only a"},
    {"sum by (a, b) (x) / on (a) y", "only a"},
    {"x / ignoring (code) y", "all but code"},
    {"x * on (a) group_left (v) sum by (a, v) (y)", "all"},
    {"sum by (a, b) (x) * on (a) group_left (v) sum by (a, v) (y)", "only a b v"},
    {"sum by (a, b, v) (x) * on (a) group_left (v) sum by (a) (y)", "only a b"},
    {"sum by (a) (x) * on (a) group_right (v) sum by (a, b) (y)", "only a b"},
    {"sum by (a) (x) and y", "only a"},
    {"sum by (a) (x) unless y", "only a"},
    {"sum by (a) (x) or sum by (b) (y)", "only a b"},
    {"sum by (a) (x) or sum without (a, c) (y)", "all but c"},
};

TEST(LabelFlow, ResultCanCarry) {
  for (const Case& c : kCases) {
    const ParseResult parsed = Parse(c.expr, {});
    ASSERT_TRUE(parsed.ok()) << c.expr << ": " << parsed.errors[0].message;
    EXPECT_EQ(Text(ResultLabels(*parsed.expr)), c.labels) << c.expr;
  }
}

TEST(LabelFlow, FilledSidesComeAlone) {
  Options options;
  options.features = kBinopFillModifiers;
  const ParseResult parsed = Parse("sum by (a, b) (x) + on (a, b) fill(0) sum by (a) (y)", options);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(Text(ResultLabels(*parsed.expr)), "only a b");
}

}  // namespace
}  // namespace promgate::promql
