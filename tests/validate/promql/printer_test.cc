// Texts through the parser and back. What Prometheus prints was asked of Prometheus 3.14.

#include "validate/promql/printer.h"

#include <gtest/gtest.h>

#include "validate/promql/parser.h"

namespace promgate::promql {
namespace {

const Options kEverything{kNewestPrometheus,
                          kExperimentalFunctions | kExtendedRangeSelectors | kBinopFillModifiers};

ExprPtr MustParse(std::string_view text) {
  ParseResult result = Parse(text, kEverything);
  if (!result.ok()) ADD_FAILURE() << text << ": " << result.errors[0].message;
  return std::move(result.expr);
}

TEST(Printer, AsPrometheusPrints) {
  struct Case {
    std::string text, want;
  };
  const Case cases[] = {
      {"1e23", "100000000000000000000000"},
      {"-0", "-0"},
      {"0x10 + 017 + 1_000", "16 + 15 + 1000"},
      {"5m + 90s", "5m + 1m30s"},
      {"1y3w", "386d"},
      {"--5m", "5m"},
      {"'a\"b'", R"("a\"b")"},
      {R"(`a\n`)", R"("a\\n")"},
      {R"({a="\xff"})", R"({a="\xff"})"},
      {"{\"foo\"}", "{__name__=\"foo\"}"},
      {"{\"foo bar\", a='b'}", "{__name__=\"foo bar\",a=\"b\"}"},
      {"foo{z='1', a!='2', \"m.n\"=~'3'}", "foo{\"m.n\"=~\"3\",a!=\"2\",z=\"1\"}"},
      {"foo{}", "foo"},
      {"x smoothed @ 5 offset 5m", "x @ 5.000 smoothed offset 5m"},
      {"x[5m] smoothed offset -5m @ 5", "x[5m] smoothed @ 5.000 offset -5m"},
      {"x @ -0.0001", "x @ 0.000"},
      {"x[300]", "x[5m]"},
      {"x offset 0", "x"},
      {"x offset 1.5", "x offset 1s500ms"},
      {"x[1h - 30m * 2 + (3m)]", "x[1h - 30m * 2 + 3m]"},
      {"x[-(1h - 2h)]", "x[-(1h - 2h)]"},
      {"x[+step()]", "x[step()]"},
      {"x[min_of(step(),5m)+range()]", "x[min_of(step(), 5m) + range()]"},
      {"rate(x[5m])[5m:] @ end() offset 1w", "rate(x[5m])[5m:] @ end() offset 1w"},
      {"x[5m:300]", "x[5m:5m]"},
      {"sum(x) by ()", "sum(x)"},
      {"sum(x) without ()", "sum without () (x)"},
      {"topk by (a, \"b c\") (3, x)", "topk by (a, \"b c\") (3, x)"},
      {"a * ignoring() b", "a * b"},
      {"a == bool on() b", "a == bool on () b"},
      {"a+on()group_left(\"x y\")fill(1e21)b", "a + on () group_left (\"x y\") fill (1e+21) b"},
      {"a + fill_left(1) fill_right(-1e-7) b", "a + fill_left (1) fill_right (-1e-07) b"},
      {"a and b or c unless d", "a and b or c unless d"},
      {"a </ 1 >/ 2 atan2 3", "a </ 1 >/ 2 atan2 3"},
      {"-x^2", "-x ^ 2"},
      {"+(x)", "+(x)"},
      {"time( )", "time()"},
      {"label_join(a,'b','c')", "label_join(a, \"b\", \"c\")"},
  };
  for (const Case& c : cases) {
    const ExprPtr expr = MustParse(c.text);
    if (expr == nullptr) continue;
    EXPECT_EQ(Print(*expr), c.want);
  }
}

// Where Prometheus prints what it cannot read back, ours is another text.
TEST(Printer, EverythingPrintedReadsBackAsItself) {
  for (const std::string text : {"info(x, {})",
                                 "x offset NaN",
                                 "x[0.0001]",
                                 "x offset -0.0004",
                                 "x[5m:0.0001]",
                                 "1s3ms",
                                 "a + fill(NaN) b",
                                 "-1 ^ 2",
                                 "(-1) ^ 2",
                                 "- - x",
                                 "-(5m)",
                                 "x offset -(step())",
                                 "{__name__=\"\", a=\"b\"}",
                                 "sum(sum) by (by)",
                                 "x[5m] anchored @ start()",
                                 "Inf - NaN",
                                 "Inf ^ 2",
                                 "-Inf ^ x",
                                 "x[90y292ms]",
                                 "{\"a\\xff\"}",
                                 "x[(((5m)))]",
                                 "x[-(5m * 2)]",
                                 "x offset -(5m + 3)"}) {
    const ExprPtr first = MustParse(text);
    if (first == nullptr) continue;
    const std::string once = Print(*first);
    const ExprPtr second = MustParse(once);
    if (second == nullptr) continue;
    EXPECT_EQ(Print(*second), once) << text;
  }
}

TEST(Pretty, SplitsWhatIsTooWideForALine) {
  // N stands for a long name, so that the cases stay readable.
  struct Case {
    std::string text, want;
  };
  const Case cases[] = {
      {"sum(N)", "sum(N)"},
      {"sum by (job) (rate(N[5m]) + N) > 1",
       "  sum by (job) (\n      rate(N[5m])\n    +\n      N\n  )\n>\n  1"},
      {"-((N) + (N))", "-(\n    (N)\n  +\n    (N)\n)"},
      {"topk(3, rate(N[5m]) / on (a) group_left (b) N)",
       "topk(\n  3,\n    rate(N[5m])\n  / on (a) group_left (b)\n    N\n)"},
      {"max_over_time((rate(N[5m]) + N)[1h:1m])",
       "max_over_time(\n  (\n      rate(N[5m])\n    +\n      N\n  )[1h:1m]\n)"},
      {"((sum(N * N)))", "(\n  (\n    sum(\n        N\n      *\n        N\n    )\n  )\n)"},
      {"max_over_time(N[5m:1m]) + N == bool N",
       "    max_over_time(N[5m:1m])\n  +\n    N\n== bool\n  N"},
      // A subquery that fits loses its indent, as in Prometheus.
      {"label_replace(quantile_over_time(0.5, N[5m:1m]), 'a', 'bbbbbbbbbbbbb', 'c', 'd')",
       "label_replace(\n  quantile_over_time(0.5, N[5m:1m]),\n  \"a\",\n  \"bbbbbbbbbbbbb\",\n  "
       "\"c\",\n"
       "  \"d\"\n)"},
      {"NN", "NN"},
  };
  const std::string name = "a_rather_long_metric_name_that_takes_a_good_part_of_a_line";
  const auto expand = [&](std::string text) {
    for (size_t at = 0; (at = text.find('N', at)) != text.npos; at += name.size()) {
      text.replace(at, 1, name);
    }
    return text;
  };
  for (const Case& c : cases) {
    const ExprPtr expr = MustParse(expand(c.text));
    if (expr == nullptr) continue;
    EXPECT_EQ(Pretty(*expr), expand(c.want));
  }
}

}  // namespace
}  // namespace promgate::promql
