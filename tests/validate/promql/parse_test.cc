#include <gtest/gtest.h>

#include <string>

#include "tests/validate/promql/expressions.h"
#include "validate/promql/parser.h"
#include "validate/promql/printer.h"

namespace promgate::promql {
namespace {

TEST(Parse, AcceptsWhatPrometheusAccepts) {
  for (const GoodCase& c : GoodExpressions()) {
    SCOPED_TRACE(c.text);
    const ParseResult result = Parse(c.text, {});
    ASSERT_TRUE(result.ok()) << result.errors[0].message;
    EXPECT_EQ(TypeName(result.type), TypeName(c.type));
    EXPECT_EQ(TypeName(TypeOf(*result.expr)), TypeName(c.type));
    EXPECT_EQ(Print(*result.expr), c.canonical.empty() ? c.text : c.canonical);
  }
}

TEST(Parse, RefusesInPrometheusWordsAtPrometheusPlace) {
  for (const BadCase& c : BadExpressions()) {
    SCOPED_TRACE(c.text);
    const ParseResult result = Parse(c.text, {});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.expr, nullptr);
    EXPECT_EQ(result.errors[0].message, c.message);
    EXPECT_EQ(result.errors[0].span.start, c.start);
    EXPECT_EQ(result.errors[0].span.end, c.end);
  }
}

// What is printed means the same: it parses, and prints as it is.
TEST(Parse, CanonicalTextIsAFixedPoint) {
  for (const GoodCase& c : GoodExpressions()) {
    const std::string once = Print(*Parse(c.text, {}).expr);
    const ParseResult again = Parse(once, {});
    ASSERT_TRUE(again.ok()) << once << ": " << again.errors[0].message;
    EXPECT_EQ(Print(*again.expr), once);
  }
}

TEST(Parse, CollectsIndependentErrorsInOrder) {
  struct Case {
    std::string_view text;
    std::vector<std::string_view> messages;
  };
  const Case cases[] = {
      {"foo(bar(x))", {"unknown function with name \"bar\"", "unknown function with name \"foo\""}},
      {"f(x,,)",
       {"trailing commas not allowed in function call args",
        "trailing commas not allowed in function call args", "unknown function with name \"f\""}},
      {"rate(x) + sum(1)",
       {"expected type range vector in call to function \"rate\", got instant vector",
        "expected type instant vector in aggregation expression, got scalar"}},
      {"x and on(a) group_left(b) fill(0) y",
       {"binop fill modifiers are experimental and not enabled"}},
      {"a and on(x) group_left(y) b",
       {"no grouping allowed for \"and\" operation", "set operations must always be many-to-many"}},
      {"x[9.5e10:0]",
       {"duration out of range", "duration must be greater than 0",
        "duration must be greater than 0"}},
      {"(1 2 ~", {"unexpected number \"2\"", "unexpected character: '~'"}},
  };
  for (const Case& c : cases) {
    std::vector<std::string_view> messages;
    const ParseResult result = Parse(c.text, {});
    for (const ParseError& error : result.errors) messages.push_back(error.message);
    EXPECT_EQ(messages, c.messages) << c.text;
  }
}

TEST(Parse, ErrorsAreBounded) {
  std::string commas = "f(x";
  for (int i = 0; i < 5000; ++i) commas += ", ";
  EXPECT_EQ(Parse(commas + ")", {}).errors.size(), 100u);
  std::string scalars = "x";
  for (int i = 0; i < 500; ++i) scalars += " + sum(1)";
  EXPECT_EQ(Parse(scalars, {}).errors.size(), 100u);
}

TEST(Parse, MatchingIsKeptBetweenVectorsOnly) {
  const auto matching = [](std::string_view text) {
    ParseResult result = Parse(text, {});
    return std::move(std::get<Binary>(result.expr->node).matching);
  };
  EXPECT_EQ(matching("a + b"), nullptr);
  EXPECT_EQ(matching("1 + on() 2"), nullptr);
  EXPECT_EQ(matching("a and b"), nullptr);
  ASSERT_NE(matching("a + on() b"), nullptr);
  EXPECT_EQ(matching("a + on() b")->cardinality, Cardinality::kOneToOne);
  EXPECT_EQ(matching("a and on() b")->cardinality, Cardinality::kManyToMany);
  EXPECT_EQ(matching("a + on(x) group_right(y) b")->cardinality, Cardinality::kOneToMany);
}

// The second argument of info() may match everything, and only that one.
TEST(Parse, LabelSelectorOfInfo) {
  const Options options{kNewestPrometheus, kExperimentalFunctions};
  EXPECT_TRUE(Parse("info(x, {})", options).ok());
  EXPECT_TRUE(Parse("info(info(x, {a=~\".*\"}), {})", options).ok());
  EXPECT_EQ(Parse("info({}, {a=\"b\"})", options).errors[0].message,
            "vector selector must contain at least one non-empty matcher");
  EXPECT_EQ(Parse("info(x, y)", options).errors[0].message,
            "expected label selectors only, got vector selector instead");
  EXPECT_EQ(Parse("info(x, sum(y))", options).errors[0].message, "expected label selectors only");
  EXPECT_EQ(Parse("info(x, 1)", options).errors[0].message,
            "expected type instant vector in call to function \"info\", got scalar");
}

TEST(Locate, CountsLinesAndBytesFromOne) {
  constexpr std::string_view kText = "a\n\xc3\xa9 b\n";
  struct Case {
    uint32_t offset, line, column;
  };
  for (const Case& c :
       {Case{0, 1, 1}, Case{1, 1, 2}, Case{2, 2, 1}, Case{5, 2, 4}, Case{7, 3, 1}}) {
    const LineColumn at = Locate(kText, c.offset);
    EXPECT_EQ(at.line, c.line) << c.offset;
    EXPECT_EQ(at.column, c.column) << c.offset;
  }
}

}  // namespace
}  // namespace promgate::promql
