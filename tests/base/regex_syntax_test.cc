#include "base/regex_syntax.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>
#include <string>

namespace promgate {
namespace {

TEST(RegexSyntax, Accepts) {
  for (std::string_view pattern : {"",
                                   "a",
                                   "é🙂",
                                   "a*?b+?c??",
                                   "a{2",
                                   "a{,5}",
                                   "a{00}",
                                   "{",
                                   "}",
                                   "]",
                                   "a{2,}?",
                                   "x{0}",
                                   "(a{1000}){0,1}",
                                   "((a{100}){0}){100}",
                                   "[]a]",
                                   "[^]a]",
                                   "[a-]",
                                   "[-a]",
                                   "[a-c-e]",
                                   "[[:^alpha:]x]",
                                   "[[:word:]]",
                                   "[:alpha:]",
                                   "[[=a=]]",
                                   "[\\]]",
                                   "[\\d-z]",
                                   "\\_\\-\\.\\/",
                                   "\\0\\12\\08\\400",
                                   "\\x41\\x{10FFFF}",
                                   "\\a\\f\\n\\r\\t\\v",
                                   "\\pL\\PN\\p{^Greek}",
                                   "(?i-s:a)(?U)(?)",
                                   "(?P<n>a)(?P<n>b)",
                                   "(?<a1_>x)",
                                   "a*\\Q\\E*",
                                   "\\Qa*(\\E*",
                                   "^*$+",
                                   "()*|()?",
                                   "(|a)+",
                                   "\\A\\z\\b\\B",
                                   "[\\x00-\\x{10FFFF}]"}) {
    Result<RegexSyntax> got = ReadRegexSyntax(pattern, UnicodeNames::kLoose);
    EXPECT_TRUE(got) << pattern << ": " << got.error().message;
  }
}

struct BadCase {
  std::string_view pattern, message;
};
const BadCase kBadCases[] = {
    {"(", "missing closing ): `(`"},
    {"a(b(c)", "missing closing ): `a(b(c)`"},
    {"a)b", "unexpected ): `a)b`"},
    {"[", "missing closing ]: `[`"},
    {"x[a-", "missing closing ]: `[a-`"},
    {"[[:word:", "missing closing ]: `[[:word:`"},
    {"[z-a]", "invalid character class range: `z-a`"},
    {"[a--b]", "invalid character class range: `a--`"},
    {"[a-\\d]", "invalid escape sequence: `\\d`"},
    {"[[:foo:]]", "invalid character class range: `[:foo:]`"},
    {"\\p{foo}", "invalid character class range: `\\p{foo}`"},
    {"\\p", "invalid character class range: `\\p`"},
    {"\\pé", "invalid character class range: `\\pé`"},
    {"\\p{L", "invalid character class range: `\\p{L`"},
    {"\\", "trailing backslash at end of expression: ``"},
    {"\\C", "invalid escape sequence: `\\C`"},
    {"\\Z", "invalid escape sequence: `\\Z`"},
    {"\\8", "invalid escape sequence: `\\8`"},
    {"\\18", "invalid escape sequence: `\\1`"},
    {"\\x4", "invalid escape sequence: `\\x4`"},
    {"\\xZZ", "invalid escape sequence: `\\xZZ`"},
    {"\\x{110000}", "invalid escape sequence: `\\x{110000`"},
    {"\\x{}", "invalid escape sequence: `\\x{}`"},
    {"\\é", "invalid escape sequence: `\\é`"},
    {"*", "missing argument to repetition operator: `*`"},
    {"a|*?b", "missing argument to repetition operator: `*?`"},
    {"(?i)+", "missing argument to repetition operator: `+`"},
    {"{2}", "missing argument to repetition operator: `{2}`"},
    {"\\Q\\E*", "missing argument to repetition operator: `*`"},
    {"a**", "invalid nested repetition operator: `**`"},
    {"a???", "invalid nested repetition operator: `???`"},
    {"a{2}{3}", "invalid nested repetition operator: `{2}{3}`"},
    {"a{1001}?", "invalid repeat count: `{1001}`"},
    {"a{99999999999}", "invalid repeat count: `{99999999999}`"},
    {"a{2,1}", "invalid repeat count: `{2,1}`"},
    {"(a{100}){100}", "invalid repeat count: `{100}`"},
    {"((a{10}){10}){11}?", "invalid repeat count: `{11}?`"},
    {"(?", "invalid or unsupported Perl syntax: `(?`"},
    {"(?=a)", "invalid or unsupported Perl syntax: `(?=`"},
    {"(?i-:a)", "invalid or unsupported Perl syntax: `(?i-:`"},
    {"(?P=n)", "invalid or unsupported Perl syntax: `(?P`"},
    {"(?P<n", "invalid named capture: `(?P<n`"},
    {"(?<>a)", "invalid named capture: `(?<>`"},
    {"(?P<é>a)", "invalid named capture: `(?P<é>`"},
    {"a\xff"
     "b",
     "invalid UTF-8: `\xff"
     "b`"},
    {"\xed\xa0\x80", "invalid UTF-8: `\xed\xa0\x80`"},
    {"\\p{\xff}", "invalid UTF-8: `\xff`"},
};

TEST(RegexSyntax, RefusesInGosWords) {
  for (const BadCase& c : kBadCases) {
    Result<RegexSyntax> got = ReadRegexSyntax(c.pattern, UnicodeNames::kLoose);
    ASSERT_FALSE(got) << c.pattern;
    EXPECT_EQ(got.error().message, std::string("error parsing regexp: ").append(c.message));
  }
}

std::string Repeat(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(RegexSyntax, HoldsGosLimits) {
  const struct Case {
    std::string pattern;
    std::string_view words;
  } bad[] = {
      {"(?:" + Repeat("a", 4000) + "){1000}", "expression too large"},
      {"(?:" + Repeat("(ab)?", 2000) + "){1000}", "expression too large"},
      {Repeat("(", 1001) + "a" + Repeat(")", 1001), "expression nests too deeply"},
      {Repeat("(x", 501) + Repeat(")", 501), "expression nests too deeply"},
      {Repeat("(?:ab|(", 501) + Repeat("))", 501), "expression nests too deeply"},
      {Repeat("(", 7'000'000), "expression nests too deeply"},
  };
  for (const Case& c : bad) {
    Result<RegexSyntax> got = ReadRegexSyntax(c.pattern, UnicodeNames::kLoose);
    ASSERT_FALSE(got) << c.pattern.substr(0, 20);
    EXPECT_TRUE(got.error().message.starts_with("error parsing regexp: " + std::string(c.words)))
        << got.error().message.substr(0, 80);
  }
  for (const std::string& good : {Repeat("a", 1'000'000), "(?:" + Repeat("a", 3000) + "){1000}",
                                  Repeat("(?:", 5000) + "a" + Repeat(")", 5000),
                                  Repeat("a|", 100'000), Repeat("a*", 100'000)}) {
    EXPECT_TRUE(ReadRegexSyntax(good, UnicodeNames::kLoose)) << good.substr(0, 20);
  }
}

// RE2 as the second opinion, over an alphabet in which it agrees with Go.
TEST(RegexSyntax, AgreesWithRe2OnRandomPatterns) {
  constexpr std::string_view kTokens[] = {
      "a",         "b",     "é",     ".",          "*",        "+",      "?",     "|",
      "(",         ")",     "[",     "]",          "^",        "$",      "-",     ",",
      "{2}",       "{2,}",  "{0,3}", "{1001}",     "{",        "}",      "(?:",   "(?i)",
      "(?P<n>",    "(?-s:", "(?",    "\\d",        "\\W",      "\\b",    "\\B",   "\\A",
      "\\z",       "\\Z",   "\\pL",  "\\p{Greek}", "\\p{^Lu}", "\\p{x}", "\\x41", "\\x{41}",
      "\\x",       "\\0",   "\\8",   "\\.",        "\\n",      "[a-z]",  "[^a]",  "[[:alpha:]]",
      "[[:foo:]]", "[z-a]", "\\",    "\\Q",        "\\E",      "0"};
  std::mt19937 random(3);
  std::uniform_int_distribution<size_t> token(0, std::size(kTokens) - 1), length(1, 8);
  re2::RE2::Options quiet;
  quiet.set_log_errors(false);
  int accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string pattern;
    for (size_t n = length(random); n > 0; --n) pattern += kTokens[token(random)];
    const re2::RE2 re2(pattern, quiet);
    Result<RegexSyntax> ours = ReadRegexSyntax(pattern, UnicodeNames::kExact);
    if (pattern.find("(?P<n>") != pattern.rfind("(?P<n>")) continue;  // RE2 takes a name only once
    ASSERT_EQ(ours.ok(), re2.ok())
        << pattern << ": " << (ours ? re2.error() : ours.error().message);
    if (!ours) continue;
    ++accepted;
    ASSERT_EQ(ours->matches_empty, re2::RE2::PartialMatch("", re2)) << pattern;
  }
  EXPECT_GT(accepted, 2000);
}

}  // namespace
}  // namespace promgate
