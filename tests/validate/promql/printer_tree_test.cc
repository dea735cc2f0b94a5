// Trees built by hand: what the printers do with nodes, whatever texts the parser makes of them.

#include <gtest/gtest.h>

#include <limits>

#include "validate/promql/functions.h"
#include "validate/promql/printer.h"

namespace promgate::promql {
namespace {

template <class Node>
ExprPtr Make(Node node) {
  auto expr = std::make_unique<Expr>();
  expr->node = std::move(node);
  return expr;
}

ExprPtr Seconds(double value) {
  return Make(Number{value, true});
}

ExprPtr Series(std::string name, std::vector<Matcher> matchers = {}) {
  VectorSelector selector;
  selector.name = std::move(name);
  selector.matchers = std::move(matchers);
  return Make(std::move(selector));
}

ExprPtr CallOf(std::string_view function, ExprPtr arg) {
  Call call;
  call.function = FindFunction(function);
  call.args.push_back(std::move(arg));
  return Make(std::move(call));
}

TEST(PrinterTree, Durations) {
  struct Case {
    double seconds;
    std::string want;
  };
  const Case cases[] = {
      {0, "0s"},
      {300, "5m"},
      {-5400, "-1h30m"},
      {2838240000.292, "32850d292ms"},
      {2838240000.292, "32850d292ms"},
      {1.003, "1s3ms"},    // Prometheus cuts 1.003 * 10^9 and prints 1s2ms
      {0.0004, "0.0004"},  // Prometheus prints 0s, and refuses to read it
      {-0.0004, "-0.0004"},
      {1e-12, "0.000000000001"},
      {std::numeric_limits<double>::quiet_NaN(), "NaN"},
  };
  for (const Case& c : cases) EXPECT_EQ(Print(*Seconds(c.seconds)), c.want);
}

TEST(PrinterTree, ModifiersFollowTheBracketsInOneOrder) {
  VectorSelector series;
  series.name = "x";
  series.matchers = {{MatchOp::kNotRegexp, "b", "\n"}, {MatchOp::kEqual, "a.b", "c"}};
  series.smoothed = true;
  series.modifiers.at = {At::Kind::kTimestamp, 1500};
  series.modifiers.offset = Seconds(-60);
  MatrixSelector matrix;
  matrix.selector = Make(std::move(series));
  matrix.range = Seconds(300);
  EXPECT_EQ(Print(*matrix.selector), R"(x{"a.b"="c",b!~"\n"} @ 1.500 smoothed offset -1m)");
  EXPECT_EQ(Print(*Make(std::move(matrix))),
            R"(x{"a.b"="c",b!~"\n"}[5m] smoothed @ 1.500 offset -1m)");
}

TEST(PrinterTree, EmptyBracesStay) {
  EXPECT_EQ(Print(*CallOf("info", Series(""))), "info({})");
}

// Each level writes its own text once: a deep tree with a wide leaf costs its size, not depth times
// size.
TEST(PrinterTree, PrettyIsLinear) {
  constexpr int kDepth = 400;
  ExprPtr expr = Series(std::string(1 << 20, 'x'));
  for (int i = 0; i < kDepth; ++i) expr = CallOf("abs", std::move(expr));
  const std::string pretty = Pretty(*expr);
  EXPECT_EQ(pretty.substr(0, 12), "abs(\n  abs(\n");
  EXPECT_LT(pretty.size(), (1u << 20) + kDepth * (kDepth + 8) * 2);
}

}  // namespace
}  // namespace promgate::promql
