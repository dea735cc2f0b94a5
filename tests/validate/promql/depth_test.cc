// Deep and long input: refused or read, never a crash, and in linear time.

#include <gtest/gtest.h>

#include <string>

#include "validate/promql/parser.h"
#include "validate/promql/printer.h"

namespace promgate::promql {
namespace {

constexpr std::string_view kTooDeep = "expression is nested too deeply";

std::string Repeat(std::string_view piece, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += piece;
  return out;
}

struct Nest {
  std::string_view name, open, inside, close;
  size_t per_level;  // nodes or brackets, whichever is more
  std::string_view start = {}, end = {};
};

constexpr Nest kNests[] = {
    {"parentheses", "(", "x", ")", 1},
    {"calls", "abs(", "x", ")", 1},
    {"aggregations", "sum by (a) (", "x", ")", 1},
    {"parameters", "topk(scalar(", "x", "), y)", 2},
    {"subqueries", "max_over_time(", "x", "[5m:1m])", 2},
    {"signs of a vector", "-", "x", "", 1},
    {"signs of a number", "-+", "1", "", 2},
    {"powers", "x ^ ", "x", "", 1},
    {"sums", "", "x", " + x", 1},
    {"mixed operators", "x + y * (", "x", ")", 3},
    {"durations", "(", "5m", ")", 1, "x[", "]"},
    {"signs of a duration", "-", "step()", "", 1, "x offset ", ""},
    {"powers of a duration", "2 ^ ", "step()", "", 1, "x[", "]"},
    {"duration calls", "max_of(1m, ", "step()", ")", 1, "x[", "]"},
};

std::string Text(const Nest& nest, size_t times) {
  std::string text(nest.start);
  text += Repeat(nest.open, times);
  text += nest.inside;
  text += Repeat(nest.close, times);
  return text += nest.end;
}

TEST(Depth, UpToTheLimitIsRead) {
  for (const Nest& nest : kNests) {
    const size_t times = (kMaxDepth - 4) / nest.per_level;
    const ParseResult result = Parse(Text(nest, times), {});
    ASSERT_TRUE(result.ok()) << nest.name << ": " << result.errors[0].message;
    EXPECT_LE(result.expr->height, kMaxDepth) << nest.name;
    const std::string once = Print(*result.expr);
    EXPECT_FALSE(Pretty(*result.expr).empty());
    EXPECT_EQ(Print(*Parse(once, {}).expr), once) << nest.name;
  }
}

TEST(Depth, BeyondItIsRefused) {
  for (const Nest& nest : kNests) {
    for (const size_t times : {size_t{kMaxDepth + 1}, size_t{200'000}}) {
      const ParseResult result = Parse(Text(nest, times), {});
      ASSERT_FALSE(result.ok()) << nest.name;
      EXPECT_EQ(result.errors[0].message, kTooDeep) << nest.name;
    }
  }
}

// Unclosed, so that the nesting is all there is.
TEST(Depth, OpenBracketsOfEveryKind) {
  for (const std::string_view open :
       {"(", "abs(", "sum(", "sum by (a) (", "topk(1, ", "x[", "x[(", "x[max_of(", "{",
        "x{a=\"b\"}[5m:", "x offset (", "x offset -(", "x @ ", "-", "1 ^ ", "a + (", "\"",
        "x[5m+-"}) {
    const ParseResult result = Parse(Repeat(open, 100'000), {});
    EXPECT_FALSE(result.ok()) << open;
  }
}

TEST(Depth, LongButFlatIsRead) {
  EXPECT_TRUE(Parse("x{" + Repeat("a=\"b\",", 50'000) + "}", {}).ok());
  EXPECT_TRUE(Parse("sum by (" + Repeat("a,", 50'000) + ") (x)", {}).ok());
  EXPECT_TRUE(Parse("label_join(x, \"a\", \",\"" + Repeat(", \"b\"", 50'000) + ")", {}).ok());
  EXPECT_TRUE(Parse(Repeat("# comment\n", 50'000) + "x", {}).ok());
  EXPECT_TRUE(Parse("\"" + Repeat("\\u00e9", 50'000) + "\"", {}).ok());
  EXPECT_TRUE(Parse("1" + Repeat("_000", 50'000) + "e-200000", {}).ok());
  EXPECT_TRUE(Parse("x" + Repeat(" offset 0", 50'000), {}).ok());
}

// Each of many labels could be compared with each of many others, or stand in each of many errors.
TEST(Depth, ManyErrorsAreCheap) {
  const std::string labels = Repeat("a,b,", 50'000);
  const ParseResult both = Parse("x + on(" + labels + ") group_left(" + labels + ") y", {});
  EXPECT_EQ(both.errors.size(), 100u);
  const std::string name(200'000, 'n');
  const ParseResult twice = Parse(name + "{" + Repeat("__name__=\"\",", 50'000) + "}", {});
  size_t bytes = 0;
  for (const ParseError& error : twice.errors) bytes += error.message.size();
  EXPECT_LT(bytes, size_t{2} << 20);
  EXPECT_GE(twice.errors.size(), 5u);
}

}  // namespace
}  // namespace promgate::promql
