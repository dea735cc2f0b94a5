#include "validate/promql/token.h"

#include <algorithm>

#include "base/strings.h"

namespace promgate::promql {
namespace {

constexpr bool RowsAreInOrder() {
  for (size_t i = 0; i < kSymbols.size(); ++i) {
    if (static_cast<size_t>(kSymbols[i].token) != i) return false;
  }
  return true;
}
static_assert(RowsAreInOrder(), "kSymbols is indexed by Token");

struct Word {
  std::string_view spelling;
  Token token;
};

constexpr bool IsWord(const Symbol& symbol) {
  return symbol.token > Token::kDuration && symbol.spelling[0] >= 'a' && symbol.spelling[0] <= 'z';
}

constexpr size_t kWordCount =
    2 + static_cast<size_t>(std::count_if(kSymbols.begin(), kSymbols.end(), IsWord));

constexpr std::array<Word, kWordCount> kWords = [] {
  std::array<Word, kWordCount> words{Word{"inf", Token::kNumber}, Word{"nan", Token::kNumber}};
  size_t n = 2;
  for (const Symbol& symbol : kSymbols) {
    if (IsWord(symbol)) words[n++] = {symbol.spelling, symbol.token};
  }
  std::sort(words.begin(), words.end(),
            [](const Word& a, const Word& b) { return a.spelling < b.spelling; });
  return words;
}();

// kWords[kFirst[c]] … kWords[kFirst[c + 1]] start with the letter 'a' + c.
constexpr std::array<uint8_t, 27> kFirst = [] {
  std::array<uint8_t, 27> first{};
  for (size_t letter = 0; letter < first.size(); ++letter) {
    while (first[letter] < kWordCount &&
           static_cast<size_t>(kWords[first[letter]].spelling[0] - 'a') < letter) {
      ++first[letter];
    }
  }
  return first;
}();

constexpr char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(),
                                                   [](char a, char b) { return Lower(a) == b; });
}

// As Go's %q, cut to ten characters where the text is longer.
std::string Abbreviated(std::string_view text) {
  constexpr size_t kLongest = 10;
  if (text.size() <= kLongest) return GoQuote(text);
  size_t end = 0;
  for (size_t i = 0; i < kLongest && end < text.size(); ++i) {
    end += DecodeRune(text.substr(end)).length;
  }
  return GoQuote(text.substr(0, end)) + "...";
}

}  // namespace

Token FindWord(std::string_view word) {
  const auto letter = static_cast<size_t>(static_cast<unsigned char>(Lower(word[0])) - 'a');
  if (letter >= 26) return Token::kIdentifier;
  for (size_t i = kFirst[letter]; i < kFirst[letter + 1]; ++i) {
    if (EqualsIgnoringCase(word, kWords[i].spelling)) return kWords[i].token;
  }
  return Token::kIdentifier;
}

std::string Describe(Token token, std::string_view text) {
  const Symbol& symbol = Info(token);
  switch (token) {
    case Token::kEnd:
      return std::string(symbol.spelling);
    case Token::kIdentifier:
    case Token::kMetricIdentifier:
      return StrCat({symbol.spelling, " ", GoQuote(text)});
    case Token::kString:
    case Token::kNumber:
    case Token::kDuration:
      return StrCat({symbol.spelling, " ", Abbreviated(text)});
    default:
      break;
  }
  if (Is(token, kAggregation)) return StrCat({"<aggr:", text, ">"});
  if (Is(token, kOperatorText)) return StrCat({"<op:", text, ">"});
  if (Is(token, kKeywordText)) return StrCat({"<", text, ">"});
  return GoQuote(text);
}

}  // namespace promgate::promql
