#pragma once
// PromQL text -> tokens, one at a time, as Prometheus' lexer splits it: the same tokens, the same
// errors.
//
// The first byte decides what may come; RE2 finds the end of names, numbers, durations and strings
// (whole match, no captures, one set of patterns per thread), everything else is a byte or two.
// What a token may be depends on where it stands: between braces words are label names, between
// brackets they are units.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "validate/promql/token.h"

namespace promgate::promql {

struct Lexeme {
  Token token = Token::kEnd;
  uint32_t start = 0;
  std::string_view text;  // of the input, which must outlive it

  uint32_t end() const { return start + static_cast<uint32_t>(text.size()); }
};

struct Patterns;  // the compiled patterns of this thread

class Lexer {
 public:
  // `min_max`: min and max are words of durations, as until Prometheus 3.13.
  explicit Lexer(std::string_view text, bool min_max = false);

  // The next token, comments skipped; kEnd at the end. After kError the rest is not read: kEnd.
  Lexeme Next();

  // What was wrong, after kError. The error reaches from the lexeme's start to the end of the text.
  const std::string& error() const { return error_; }

 private:
  enum class Where : uint8_t {
    kExpression,
    kBraces,
    kBracketStart,  // between brackets, before the first number
    kBracketRest,   // between brackets, after it
  };

  Lexeme InExpression(char c);
  Lexeme InBraces(char c);
  Lexeme InBracketStart(char c);
  Lexeme Word();
  std::optional<Lexeme> BracketWord();
  Lexeme Number();
  Lexeme String(char quote);
  Lexeme Paren(Token token);
  Lexeme Bracket(Token token);
  Lexeme Relation(char c);
  Lexeme AtEnd();

  Lexeme Take(Token token, size_t length);
  Lexeme Fail(std::string message);
  Lexeme FailAfter(size_t length, std::string message);  // the error starts after `length` bytes
  void SkipBlanks();
  char At(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  char32_t RuneAt(size_t i) const;  // past the end: U+FFFD
  bool OpensParen(size_t i) const;

  std::string_view text_;
  size_t pos_ = 0;
  const Patterns& patterns_;
  Where where_ = Where::kExpression;
  Where outside_braces_ = Where::kExpression;  // where "}" leads back to
  bool min_max_;
  bool got_colon_ = false;     // between these brackets
  bool got_duration_ = false;  // between any brackets so far
  int parens_ = 0;
  std::string error_;
};

}  // namespace promgate::promql
