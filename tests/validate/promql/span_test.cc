// Where nodes stand: the text that each one covers, as Prometheus counts it.

#include <gtest/gtest.h>

#include <string>

#include "validate/promql/parser.h"

namespace promgate::promql {
namespace {

std::string_view TextOf(std::string_view text, const Expr& expr) {
  return text.substr(expr.span.start, expr.span.end - expr.span.start);
}

TEST(Spans, OfTheWholeExpression) {
  struct Case {
    std::string_view text, want;
  };
  constexpr Case kCases[] = {
      {"  foo  ", "foo"},
      {" foo{a=\"b\"} # x", "foo{a=\"b\"}"},
      {" - 5 ", "- 5"},
      {"(foo )", "(foo )"},
      {"sum(x) by (a) ", "sum(x) by (a)"},
      {"sum by (a) (x) ", "sum by (a) (x)"},
      {"sum(x) # comment", "sum(x)"},
      {"foo[5m] offset 5m ", "foo[5m] offset 5m"},
      {"foo[5m:1m] @ end() ", "foo[5m:1m] @ end()"},
      {"rate( foo[5m] ) ", "rate( foo[5m] )"},
      {" a + b ", "a + b"},
  };
  for (const Case& c : kCases) {
    const ParseResult result = Parse(c.text, {});
    ASSERT_TRUE(result.ok()) << c.text;
    EXPECT_EQ(TextOf(c.text, *result.expr), c.want);
  }
}

TEST(Spans, OfDurationsLeaveOuterParenthesesOut) {
  constexpr std::string_view kText = "foo[(5m + step()) * -(2)]";
  const ParseResult result = Parse(kText, {});
  ASSERT_TRUE(result.ok());
  const Expr& range = *std::get<MatrixSelector>(result.expr->node).range;
  EXPECT_EQ(TextOf(kText, range), "5m + step()) * -(2");
  const auto& product = std::get<Duration>(range.node);
  EXPECT_EQ(TextOf(kText, *product.lhs), "5m + step()");
  EXPECT_TRUE(std::get<Duration>(product.lhs->node).parens);
}

TEST(Spans, OfMaxOfAndMinOfReachFromOperandToOperand) {
  constexpr std::string_view kText = "foo[max_of(min_of(1m, 2m), step())]";
  const ParseResult result = Parse(kText, {});
  ASSERT_TRUE(result.ok());
  const Expr& range = *std::get<MatrixSelector>(result.expr->node).range;
  EXPECT_EQ(TextOf(kText, range), "1m, 2m), step()");
}

TEST(Heights, CountNodes) {
  struct Case {
    std::string_view text;
    uint32_t want;
  };
  constexpr Case kCases[] = {{"1", 1},
                             {"-1", 1},
                             {"-x", 2},
                             {"(x)", 2},
                             {"x + y * z", 3},
                             {"x + y + z", 3},
                             {"x[5m]", 2},
                             {"x[5m*2:step()]", 3},
                             {"sum(rate(x[5m]))", 4},
                             {"topk(1 + 2 + 3, x)", 4}};
  for (const Case& c : kCases) {
    const ParseResult result = Parse(c.text, {});
    ASSERT_TRUE(result.ok()) << c.text;
    EXPECT_EQ(result.expr->height, c.want) << c.text;
  }
}

}  // namespace
}  // namespace promgate::promql
