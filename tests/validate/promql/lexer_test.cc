#include "validate/promql/lexer.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/validate/promql/expressions.h"
#include "tests/validate/promql/hand_scanner.h"
#include "validate/promql/literal.h"

namespace promgate::promql {
namespace {

std::vector<HandToken> Scan(std::string_view text) {
  std::vector<HandToken> tokens;
  Lexer lexer(text);
  for (;;) {
    const Lexeme lexeme = lexer.Next();
    tokens.push_back({lexeme.token, lexeme.start, lexeme.end()});
    if (lexeme.token == Token::kEnd || lexeme.token == Token::kError) return tokens;
  }
}

// GoogleTest prints what differs with this.
std::string Text(const std::vector<HandToken>& tokens) {
  std::string out;
  for (const HandToken& token : tokens) {
    out += std::string(Info(token.token).spelling) + "@" + std::to_string(token.start) + "-" +
           std::to_string(token.end) + " ";
  }
  return out;
}

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds;
  for (const GoodCase& c : GoodExpressions()) seeds.emplace_back(c.text);
  for (const BadCase& c : BadExpressions()) seeds.emplace_back(c.text);
  return seeds;
}

TEST(Lexer, AgreesWithTheHandScanner) {
  for (const std::string& text : Seeds()) EXPECT_EQ(Text(Scan(text)), Text(HandScan(text))) << text;
}

TEST(Lexer, AgreesWithTheHandScannerOnMutations) {
  const std::vector<std::string> seeds = Seeds();
  constexpr std::string_view kBytes =
      "0123456789abefdhmswxyEXU_.:+-*/%^=!<>~@()[]{}\"'`\\, \n\t#\x80\xc3\xa9\xef\xbf\xbd";
  std::mt19937 random(20240607);  // NOLINT(cert-msc51-cpp): the same mutations in every run
  const auto below = [&random](size_t n) { return static_cast<size_t>(random() % n); };
  constexpr int kRounds = 30'000;
  for (int i = 0; i < kRounds; ++i) {
    std::string text = seeds[below(seeds.size())];
    for (size_t edits = 1 + below(4); edits > 0; --edits) {
      const size_t at = below(text.size() + 1);
      const std::string& other = seeds[below(seeds.size())];
      switch (below(4)) {
        case 0:
          text.insert(at, 1, kBytes[below(kBytes.size())]);
          break;
        case 1:
          text.erase(at, 1 + below(3));
          break;
        case 2:
          if (at < text.size()) text[at] = kBytes[below(kBytes.size())];
          break;
        default:
          text = text.substr(0, at) + other.substr(below(other.size() + 1));
      }
    }
    ASSERT_EQ(Text(Scan(text)), Text(HandScan(text))) << testing::PrintToString(text);
  }
}

TEST(Lexer, NothingComesAfterAnError) {
  Lexer lexer("( ~ foo");
  EXPECT_EQ(lexer.Next().token, Token::kLeftParen);
  const Lexeme error = lexer.Next();
  EXPECT_EQ(error.token, Token::kError);
  EXPECT_EQ(error.start, 2u);
  EXPECT_EQ(lexer.error(), "unexpected character: '~'");
  EXPECT_EQ(lexer.Next().token, Token::kEnd);
  EXPECT_EQ(lexer.Next().token, Token::kEnd);
}

TEST(Words, AreKeywordsInAnyCase) {
  for (const Symbol& symbol : kSymbols) {
    if (symbol.token <= Token::kDuration || symbol.spelling[0] < 'a') continue;
    if (symbol.spelling[0] > 'z') continue;
    std::string upper(symbol.spelling);
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(FindWord(symbol.spelling), symbol.token) << symbol.spelling;
    EXPECT_EQ(FindWord(upper), symbol.token) << upper;
  }
  for (const std::string_view word : {"s", "su", "summ", "sum_", "_", "zz", "infinity", "GROUPS"}) {
    EXPECT_EQ(FindWord(word), Token::kIdentifier) << word;
  }
}

TEST(Tokens, AreDescribedAsPrometheusDoes) {
  struct Case {
    Token token;
    std::string_view text, want;
  };
  constexpr Case kCases[] = {
      {Token::kEnd, "", "end of input"},
      {Token::kIdentifier, "a_long_identifier", "identifier \"a_long_identifier\""},
      {Token::kMetricIdentifier, "a:b", "metric identifier \"a:b\""},
      {Token::kString, "'0123456789'", "string \"'012345678\"..."},
      {Token::kString, "\"é\"", "string \"\\\"é\\\"\""},
      {Token::kNumber, "1", "number \"1\""},
      {Token::kDuration, "5m", "duration \"5m\""},
      {Token::kAssign, "=", "\"=\""},
      {Token::kAdd, "+", "<op:+>"},
      {Token::kAnd, "AND", "<op:AND>"},
      {Token::kSum, "Sum", "<aggr:Sum>"},
      {Token::kBy, "by", "<by>"},
      {Token::kStart, "start", "\"start\""},
  };
  for (const Case& c : kCases) EXPECT_EQ(Describe(c.token, c.text), c.want);
}

TEST(Numbers, OfEveryForm) {
  struct Case {
    std::string_view text;
    double want;
  };
  constexpr Case kCases[] = {
      {"0", 0},
      {"123456789012345", 123456789012345},
      {"1.5", 1.5},
      {".5", .5},
      {"5.", 5},
      {"1e3", 1000},
      {"1E-3", 0.001},
      {"0x1F", 31},
      {"0x_1f", 31},
      {"017", 15},
      {"09", 9},
      {"0_17", 15},
      {"1_0.5", 10.5},
      {"1e-400", 0},
      {"9007199254740993", 9007199254740992},
      {"18446744073709551616", 18446744073709551616.0},
  };
  for (const Case& c : kCases) {
    const NumberValue number = ParseNumber(c.text);
    EXPECT_EQ(number.error, "") << c.text;
    EXPECT_EQ(number.value, c.want) << c.text;
  }
  for (const std::string_view text :
       {"1e", "0x", "1_", "_1", "1__0", "0xfffffffffffffffff", "1.5.2"}) {
    EXPECT_NE(ParseNumber(text).error, "") << text;
  }
}

TEST(Strings, AreUnquoted) {
  struct Case {
    std::string_view text, want;
  };
  constexpr Case kCases[] = {
      {"''", ""},
      {"`a\\n`", "a\\n"},
      {"\"a'b\"", "a'b"},
      {"'a\\'b'", "a'b"},
      {R"("\a\b\f\n\r\t\v\\")", "\a\b\f\n\r\t\v\\"},
      {R"("\x41\102\u0043\U00000044")", "ABCD"},
      {R"("\xff\u00e9\U0001f600")", "\xff\xc3\xa9\xf0\x9f\x98\x80"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Unquote(c.text), c.want) << c.text;
}

}  // namespace
}  // namespace promgate::promql
