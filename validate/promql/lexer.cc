#include "validate/promql/lexer.h"

#include <algorithm>
#include <array>

#include "base/regex.h"
#include "base/strings.h"
#include "validate/promql/literal.h"

namespace promgate::promql {

// A duration, a decimal or a hex number; of hex digits not e, which may also be an exponent to
// Prometheus.
constexpr std::string_view kNumber =
    "[0-9]+(?:ms|[smhdwy])(?:[0-9]+(?:ms|[smhdw]))*"
    "|(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
    "|0[xX][0-9A-DFa-df]+";

// Well-formed tokens. What none of these matches is odd or wrong, and literal.h says which.
struct Patterns {
  TokenPattern name{"[A-Za-z_:][A-Za-z0-9_:]*"};
  TokenPattern label{"[A-Za-z_][A-Za-z0-9_]*"};
  TokenPattern letters{"[A-Za-z_]+"};
  TokenPattern number{kNumber};
  TokenPattern double_quoted{Quoted('"')};
  TokenPattern single_quoted{Quoted('\'')};
  TokenPattern raw{"`[^`\\x{FFFD}\\x{D800}-\\x{DFFF}]*`"};

  // Escapes of Go's strings; U+FFFD is what an invalid byte reads as, and refused.
  static std::string Quoted(char quote) {
    const std::string_view q(&quote, 1);
    return StrCat({q, "(?:[^", q, "\\\\\n\\x{FFFD}\\x{D800}-\\x{DFFF}]|\\\\(?:[abfnrtv\\\\", q,
                   "]|[0-3][0-7]{2}|x[[:xdigit:]]{2}"
                   "|(?:u|U0000)(?:[0-9A-CE-Fa-ce-f][[:xdigit:]]{3}|[Dd][0-7][[:xdigit:]]{2})"
                   "|U000[1-9A-Fa-f][[:xdigit:]]{4}|U0010[[:xdigit:]]{4}))*",
                   q});
  }
};

namespace {

const Patterns& PatternsOfThisThread() {
  thread_local const Patterns patterns;
  return patterns;
}

// What the first byte of a token says about it.
enum class Lead : uint8_t {
  kOther,
  kLetter,
  kColon,
  kDigit,
  kDot,
  kQuote,
  kParen,
  kBrace,
  kBracket,
  kRelation,  // one byte or two
  kSingle,    // the byte is the token
};

struct ByteRow {
  Lead lead = Lead::kOther;
  Token token = Token::kError;  // of kSingle
};

constexpr std::array<ByteRow, 256> kBytes = [] {
  std::array<ByteRow, 256> rows{};
  const auto set = [&rows](std::string_view bytes, Lead lead) {
    for (const char c : bytes) rows[static_cast<unsigned char>(c)].lead = lead;
  };
  set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", Lead::kLetter);
  set("0123456789", Lead::kDigit);
  set(":", Lead::kColon);
  set(".", Lead::kDot);
  set("\"'`", Lead::kQuote);
  set("()", Lead::kParen);
  set("{}", Lead::kBrace);
  set("[]", Lead::kBracket);
  set("=!<>", Lead::kRelation);
  for (const Symbol& symbol : kSymbols) {
    if (symbol.token <= Token::kDuration || symbol.spelling.size() != 1) continue;
    ByteRow& row = rows[static_cast<unsigned char>(symbol.spelling[0])];
    row.token = symbol.token;
    if (row.lead == Lead::kOther) row.lead = Lead::kSingle;
  }
  return rows;
}();

const ByteRow& RowOf(char c) {
  return kBytes[static_cast<unsigned char>(c)];
}
bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool IsDigit(char c) {
  return RowOf(c).lead == Lead::kDigit;
}
bool IsNumberChar(char c) {
  const Lead lead = RowOf(c).lead;
  return lead == Lead::kDigit || lead == Lead::kLetter || lead == Lead::kDot;
}
}  // namespace

Lexer::Lexer(std::string_view text, bool min_max)
    : text_(text), patterns_(PatternsOfThisThread()), min_max_(min_max) {}

Lexeme Lexer::Next() {
  SkipBlanks();
  if (pos_ == text_.size()) return AtEnd();
  switch (where_) {
    case Where::kBraces:
      return InBraces(text_[pos_]);
    case Where::kBracketStart:
      return InBracketStart(text_[pos_]);
    default:
      return InExpression(text_[pos_]);
  }
}

void Lexer::SkipBlanks() {
  while (pos_ < text_.size()) {
    if (IsBlank(text_[pos_])) {
      ++pos_;
    } else if (text_[pos_] == '#' && where_ != Where::kBracketStart) {
      pos_ = std::min(text_.find_first_of("\r\n", pos_), text_.size());
    } else {
      return;
    }
  }
}

Lexeme Lexer::AtEnd() {
  if (where_ == Where::kBraces) return Fail("unexpected end of input inside braces");
  if (where_ == Where::kBracketStart) {
    return Fail("unexpected end of input in duration expression");
  }
  if (parens_ != 0) return Fail("unclosed left parenthesis");
  if (where_ == Where::kBracketRest) return Fail("unclosed left bracket");
  return Take(Token::kEnd, 0);
}

Lexeme Lexer::InExpression(char c) {
  const ByteRow& row = RowOf(c);
  switch (row.lead) {
    case Lead::kLetter:
    case Lead::kColon:
      return Word();
    case Lead::kSingle:
      return Take(row.token, 1);
    case Lead::kDigit:
      return Number();
    case Lead::kDot:
      if (IsDigit(At(pos_ + 1))) return Number();
      break;
    case Lead::kQuote:
      return String(c);
    case Lead::kParen:
      return Paren(row.token);
    case Lead::kBracket:
      return Bracket(row.token);
    case Lead::kRelation:
      return Relation(c);
    case Lead::kBrace:
      if (c == '}') break;
      outside_braces_ = where_;
      where_ = Where::kBraces;
      return Take(Token::kLeftBrace, 1);
    case Lead::kOther:
      break;
  }
  return Fail("unexpected character: " + GoQuoteRune(RuneAt(pos_)));
}

// A name or a keyword; between brackets a colon or a word of durations.
Lexeme Lexer::Word() {
  if (where_ == Where::kBracketRest) {
    if (text_[pos_] != ':') {
      if (const auto word = BracketWord()) return *word;
      return Fail("unexpected character: " + GoQuoteRune(RuneAt(pos_)) + ", expected ':'");
    }
    if (got_colon_) return Fail("unexpected colon ':'");
    got_colon_ = true;
    return Take(Token::kColon, 1);
  }
  const size_t length = patterns_.name.MatchPrefix(text_.substr(pos_));
  const std::string_view word = text_.substr(pos_, length);
  if (word.find(':') != std::string_view::npos) return Take(Token::kMetricIdentifier, length);
  const Token token = FindWord(word);
  // The fill modifiers are keywords only before a parenthesis.
  const bool fill = token >= Token::kFill && token <= Token::kFillRight;
  return Take(fill && !OpensParen(pos_ + length) ? Token::kIdentifier : token, length);
}

bool Lexer::OpensParen(size_t i) const {
  while (i < text_.size() && IsBlank(text_[i])) ++i;
  return At(i) == '(';
}

// step, range, max_of, min_of, in any case.
std::optional<Lexeme> Lexer::BracketWord() {
  const size_t length = patterns_.letters.MatchPrefix(text_.substr(pos_));
  if (length == 0) return std::nullopt;
  const Token token = FindWord(text_.substr(pos_, length));
  const bool known = token >= Token::kStep && token <= Token::kMinOf;
  const bool old = min_max_ && (token == Token::kMin || token == Token::kMax);
  if (!known && !old) return std::nullopt;
  return Take(token, length);
}

Lexeme Lexer::Number() {
  const std::string_view rest = text_.substr(pos_);
  if (const size_t length = patterns_.number.MatchPrefix(rest);
      length != 0 && !IsNumberChar(At(pos_ + length))) {
    const bool unit = rest[length - 1] > '9' && rest[0] != '.' && (At(pos_ + 1) | 0x20) != 'x';
    return Take(unit ? Token::kDuration : Token::kNumber, length);
  }
  const NumberScan scan = ScanNumber(rest);
  if (scan.kind == NumberScan::Kind::kBad) {
    return Fail("bad number or duration syntax: " + GoQuote(rest.substr(0, scan.length)));
  }
  return Take(scan.kind == NumberScan::Kind::kDuration ? Token::kDuration : Token::kNumber,
              scan.length);
}

Lexeme Lexer::String(char quote) {
  const TokenPattern& pattern = quote == '"'    ? patterns_.double_quoted
                                : quote == '\'' ? patterns_.single_quoted
                                                : patterns_.raw;
  const std::string_view rest = text_.substr(pos_);
  const size_t length = pattern.MatchPrefix(rest);
  return length != 0 ? Take(Token::kString, length) : Fail(StringError(rest));
}

Lexeme Lexer::Paren(Token token) {
  parens_ += token == Token::kLeftParen ? 1 : -1;
  if (parens_ < 0) return FailAfter(1, "unexpected right parenthesis ')'");
  return Take(token, 1);
}

Lexeme Lexer::Bracket(Token token) {
  const bool inside = where_ == Where::kBracketRest;
  if (token == Token::kLeftBracket) {
    if (inside) return Fail("unexpected left bracket '['");
    got_colon_ = false;
    where_ = Where::kBracketStart;
  } else {
    if (!inside) return Fail("unexpected right bracket ']'");
    where_ = Where::kExpression;
  }
  return Take(token, 1);
}

Lexeme Lexer::Relation(char c) {
  const char next = At(pos_ + 1);
  switch (c) {
    case '=':
      if (next == '~') return Fail("unexpected character after '=': '~'");
      return next == '=' ? Take(Token::kEql, 2) : Take(Token::kAssign, 1);
    case '!':
      if (next == '=') return Take(Token::kNeq, 2);
      return Fail("unexpected character after '!': " + GoQuoteRune(RuneAt(pos_ + 1)));
    case '<':
      if (next == '=') return Take(Token::kLte, 2);
      return next == '/' ? Take(Token::kTrimUpper, 2) : Take(Token::kLss, 1);
    default:
      if (next == '=') return Take(Token::kGte, 2);
      return next == '/' ? Take(Token::kTrimLower, 2) : Take(Token::kGtr, 1);
  }
}

// Between braces every word is a label name.
Lexeme Lexer::InBraces(char c) {
  const char next = At(pos_ + 1);
  switch (RowOf(c).lead) {
    case Lead::kLetter:
      return Take(Token::kIdentifier, patterns_.label.MatchPrefix(text_.substr(pos_)));
    case Lead::kQuote:
      return String(c);
    case Lead::kBrace:
      if (c == '{') return Fail("unexpected left brace '{'");
      where_ = outside_braces_;
      return Take(Token::kRightBrace, 1);
    case Lead::kRelation:
      if (c == '=') return next == '~' ? Take(Token::kMatchRegexp, 2) : Take(Token::kAssign, 1);
      if (c != '!') break;
      if (next == '~') return Take(Token::kMatchNotRegexp, 2);
      if (next == '=') return Take(Token::kNeq, 2);
      return Fail("unexpected character after '!' inside braces: " + GoQuoteRune(RuneAt(pos_ + 1)));
    default:
      if (c == ',') return Take(Token::kComma, 1);
      break;
  }
  return Fail("unexpected character inside braces: " + GoQuoteRune(RuneAt(pos_)));
}

Lexeme Lexer::InBracketStart(char c) {
  const ByteRow& row = RowOf(c);
  switch (row.lead) {
    case Lead::kParen:
      return Paren(row.token);
    case Lead::kSingle:
      if (c != '@') return Take(row.token, 1);
      break;
    case Lead::kColon: {
      if (!got_duration_) {
        return FailAfter(1, "unexpected colon before duration in duration expression");
      }
      if (got_colon_) return FailAfter(1, "unexpected repeated colon in duration expression");
      got_colon_ = true;
      return Take(Token::kColon, 1);
    }
    case Lead::kBracket:
      if (c == '[') break;
      where_ = Where::kExpression;
      return Take(Token::kRightBracket, 1);
    case Lead::kDot:
      if (!IsDigit(At(pos_ + 1))) break;
      [[fallthrough]];
    case Lead::kDigit:
      got_duration_ = true;
      where_ = Where::kBracketRest;
      return Number();
    default:
      if (const auto word = BracketWord()) return *word;
      break;
  }
  return Fail("unexpected character in duration expression: " + GoQuoteRune(RuneAt(pos_)));
}

char32_t Lexer::RuneAt(size_t i) const {
  constexpr char32_t kPastTheEnd = 0xFFFD;
  return i < text_.size() ? DecodeRune(text_.substr(i)).value : kPastTheEnd;
}

Lexeme Lexer::Take(Token token, size_t length) {
  const Lexeme lexeme{token, static_cast<uint32_t>(pos_),
                      std::string_view(text_.data() + pos_, length)};
  pos_ += length;
  return lexeme;
}

Lexeme Lexer::Fail(std::string message) {
  return FailAfter(0, std::move(message));
}

Lexeme Lexer::FailAfter(size_t length, std::string message) {
  error_ = std::move(message);
  const auto start = static_cast<uint32_t>(pos_ + length);
  where_ = Where::kExpression;
  parens_ = 0;
  pos_ = text_.size();
  return {Token::kError, start, text_.substr(start)};
}

}  // namespace promgate::promql
