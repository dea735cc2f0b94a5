#include "base/regex.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace promgate {
namespace {

TEST(InspectRegex, DialectsDiffer) {
  const struct Case {
    std::string_view pattern;
    bool plain, relabel, matcher, alertmanager;
  } cases[] = {
      {"", true, true, true, true},
      {"a|b.*", true, true, true, true},
      {"x)(y", false, true, false, true},
      {"x)|(y", false, true, false, true},
      {"a)(?i", false, true, false, true},
      {"\\Qa", true, false, true, false},
      {"\\p{greek}", true, true, false, true},
      {"\\p{ASCII}", true, true, false, true},
      {"\\p{Letter}", true, true, false, true},
      {"\\p{Old_Italic}", false, false, true, false},
      {"\\p{Cn}\\p{LC}\\p{Any}", true, true, true, true},
      {"\xff", false, false, true, false},
      {"a|\xff|", false, false, true, false},
      {"\xff.", false, false, false, false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(InspectRegex(c.pattern, RegexDialect::kPlain).ok(), c.plain) << c.pattern;
    EXPECT_EQ(InspectRegex(c.pattern, RegexDialect::kRelabel).ok(), c.relabel) << c.pattern;
    EXPECT_EQ(InspectRegex(c.pattern, RegexDialect::kPromqlMatcher).ok(), c.matcher) << c.pattern;
    EXPECT_EQ(InspectRegex(c.pattern, RegexDialect::kAlertmanager).ok(), c.alertmanager)
        << c.pattern;
  }
}

TEST(InspectRegex, ErrorsQuoteTheTextThatWasCompiled) {
  EXPECT_EQ(InspectRegex("(", RegexDialect::kPromqlMatcher).error().message,
            "error parsing regexp: missing closing ): `(`");
  EXPECT_EQ(InspectRegex("(", RegexDialect::kRelabel).error().message,
            "error parsing regexp: missing closing ): `^(?s:()$`");
  EXPECT_EQ(InspectRegex("[", RegexDialect::kAlertmanager).error().message,
            "error parsing regexp: missing closing ]: `[)$`");
}

TEST(InspectRegex, NestingLeavesRoomForTheWrapping) {
  const auto nested = [](size_t n) { return std::string(n, '(') + "a" + std::string(n, ')'); };
  EXPECT_TRUE(InspectRegex(nested(998), RegexDialect::kRelabel));
  EXPECT_TRUE(InspectRegex(nested(998), RegexDialect::kPromqlMatcher));
  EXPECT_TRUE(InspectRegex(nested(999), RegexDialect::kPlain));
  EXPECT_FALSE(InspectRegex(nested(999), RegexDialect::kRelabel));
  EXPECT_FALSE(InspectRegex(nested(999), RegexDialect::kPromqlMatcher));
  EXPECT_FALSE(InspectRegex(nested(1000), RegexDialect::kPlain));
}

TEST(InspectRegex, MatchesEmpty) {
  const struct Case {
    std::string_view pattern;
    bool matches_empty;
  } cases[] = {
      {"", true},           {"a", false},      {"a*", true},     {".*", true},
      {".+", false},        {"a|", true},      {"|", true},      {"a||b", true},
      {"a?b?", true},       {"a?b", false},    {"(a*)+", true},  {"a{0}", true},
      {"(?:a{0,3})", true}, {"a{1,3}", false}, {"^$", true},     {"\\b", false},
      {"\\B", true},        {"\\A\\z", true},  {"[a]", false},   {"\\Q\\E", true},
      {"(?i)", true},       {"\\d*", true},    {"x{,3}", false}, {"()", true},
      {"(?:a|b)*c*", true},
  };
  for (const Case& c : cases) {
    Result<RegexFacts> facts = InspectRegex(c.pattern, RegexDialect::kPromqlMatcher);
    ASSERT_TRUE(facts) << c.pattern << ": " << facts.error().message;
    EXPECT_EQ(facts->matches_empty, c.matches_empty) << c.pattern;
  }
  EXPECT_TRUE(InspectRegex("a)|(b", RegexDialect::kRelabel).ok());
  EXPECT_FALSE(InspectRegex("a)|(b", RegexDialect::kRelabel)->matches_empty);
}

TEST(Regex, Matches) {
  const struct Case {
    std::string_view pattern;
    RegexDialect dialect;
    std::string_view text;
    bool matches;
  } cases[] = {
      {"a|b", RegexDialect::kPlain, "b", true},
      {"a|b", RegexDialect::kPlain, "ab", false},
      {"a", RegexDialect::kPlain, "xa", false},
      {".", RegexDialect::kPlain, "\n", false},
      {".", RegexDialect::kRelabel, "\n", true},
      {".", RegexDialect::kPromqlMatcher, "\n", true},
      {".", RegexDialect::kAlertmanager, "\n", false},
      {"a)|(b", RegexDialect::kRelabel, "axx", true},  // the wrapping anchors only one end of each
      {"a)|(b", RegexDialect::kRelabel, "xxa", false},
      {"(?<n>a)(?P<n>b)", RegexDialect::kRelabel, "ab", true},
      {"\\p{greek}+", RegexDialect::kRelabel, "αβγ", true},
      {"\\p{^letter}\\pL", RegexDialect::kRelabel, "1a", true},
      {"[\\p{greek}]", RegexDialect::kRelabel, "a", false},
      {"..", RegexDialect::kRelabel, "\xff\xfe", true},  // each bad byte is one character in Go
      {"\\Qa.b", RegexDialect::kPromqlMatcher, "a.b", true},
      {"\\Qa\\", RegexDialect::kPromqlMatcher, "a\\", true},
      {"(?i)PROD", RegexDialect::kRelabel, "prod", true},
  };
  for (const Case& c : cases) {
    Result<Regex> regex = Regex::Compile(c.pattern, c.dialect);
    ASSERT_TRUE(regex) << c.pattern << ": " << regex.error().message;
    EXPECT_EQ(regex->Matches(c.text), c.matches) << c.pattern << " on " << c.text;
  }
}

TEST(Regex, RefusesAndMoves) {
  Result<Regex> bad = Regex::Compile("a{2,1}", RegexDialect::kPlain);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().message, "error parsing regexp: invalid repeat count: `{2,1}`");
  Result<Regex> giant = Regex::Compile("(\\pL{10}){100}", RegexDialect::kPlain);
  ASSERT_FALSE(giant);
  EXPECT_EQ(giant.error().code, Code::kUnavailable);

  Result<Regex> first = Regex::Compile("a", RegexDialect::kPlain);
  Result<Regex> second = Regex::Compile("b", RegexDialect::kPlain);
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  *first = std::move(*second);
  EXPECT_TRUE(first->Matches("b"));
}

TEST(TokenPattern, TakesTheLongestPrefix) {
  const TokenPattern number("[0-9]+|[0-9]+\\.[0-9]*");
  EXPECT_EQ(number.MatchPrefix("12.5x"), 4u);
  EXPECT_EQ(number.MatchPrefix("12"), 2u);
  EXPECT_EQ(number.MatchPrefix("x12"), 0u);
  EXPECT_EQ(number.MatchPrefix(""), 0u);
}

}  // namespace
}  // namespace promgate
