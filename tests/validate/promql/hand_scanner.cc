#include "tests/validate/promql/hand_scanner.h"

#include <map>
#include <string>

namespace promgate::promql {
namespace {

bool Digit(int c) {
  return c >= '0' && c <= '9';
}
bool Letter(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool Hex(int c) {
  return Digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool Blank(int c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool Exponent(int c) {
  return c == 'e' || c == 'E';
}
bool Mark(int c) {
  return c == '.' || c == '_' || Exponent(c);
}

Token WordToken(std::string word) {
  for (char& c : word) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (word == "inf" || word == "nan") return Token::kNumber;
  if (word.find(':') != std::string::npos) return Token::kMetricIdentifier;
  for (const Symbol& symbol : kSymbols) {
    if (symbol.token > Token::kDuration && symbol.spelling == word) return symbol.token;
  }
  return Token::kIdentifier;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<HandToken> Run() {
    while (!done_) Step();
    return std::move(tokens_);
  }

 private:
  int C(size_t ahead = 0) const {
    return pos_ + ahead < text_.size() ? static_cast<unsigned char>(text_[pos_ + ahead]) : -1;
  }
  void Emit(Token token, size_t start) {
    tokens_.push_back({token, static_cast<uint32_t>(start), static_cast<uint32_t>(pos_)});
    if (token == Token::kEnd) done_ = true;
  }
  void Error(size_t start) {
    tokens_.push_back(
        {Token::kError, static_cast<uint32_t>(start), static_cast<uint32_t>(text_.size())});
    done_ = true;
  }
  void Single(Token token) {
    ++pos_;
    Emit(token, pos_ - 1);
  }
  void Pair(Token token) {
    pos_ += 2;
    Emit(token, pos_ - 2);
  }

  void Step() {
    while (Blank(C())) ++pos_;
    const bool fresh = bracket_ && !number_seen_;
    if (C() == '#' && !fresh) {
      while (C() != -1 && C() != '\n' && C() != '\r') ++pos_;
    } else if (brace_) {
      Brace();
    } else if (fresh) {
      FreshBracket();
    } else {
      Statement();
    }
  }

  void Brace() {
    const size_t start = pos_;
    const int c = C(), next = C(1);
    if (Letter(c)) {
      while (Letter(C()) || Digit(C())) ++pos_;
      return Emit(Token::kIdentifier, start);
    }
    if (c == '"' || c == '\'' || c == '`') return Quoted();
    if (c == ',') return Single(Token::kComma);
    if (c == '=' && next == '~') return Pair(Token::kMatchRegexp);
    if (c == '=') return Single(Token::kAssign);
    if (c == '!' && next == '~') return Pair(Token::kMatchNotRegexp);
    if (c == '!' && next == '=') return Pair(Token::kNeq);
    if (c != '}') return Error(start);
    brace_ = false;
    Single(Token::kRightBrace);
  }

  bool Operator() {
    static const std::map<int, Token> operators = {
        {'+', Token::kAdd}, {'-', Token::kSub}, {'*', Token::kMul},  {'/', Token::kDiv},
        {'%', Token::kMod}, {'^', Token::kPow}, {',', Token::kComma}};
    const auto found = operators.find(C());
    if (found == operators.end()) return false;
    Single(found->second);
    return true;
  }

  bool Paren() {
    if (C() != '(' && C() != ')') return false;
    depth_ += C() == '(' ? 1 : -1;
    if (depth_ < 0) {
      Error(pos_ + 1);
    } else {
      Single(C() == '(' ? Token::kLeftParen : Token::kRightParen);
    }
    return true;
  }

  void UnitWord() {
    const size_t start = pos_;
    while (Letter(C())) ++pos_;
    const Token token = WordToken(std::string(text_.substr(start, pos_ - start)));
    if (token == Token::kStep || token == Token::kRange || token == Token::kMaxOf ||
        token == Token::kMinOf) {
      return Emit(token, start);
    }
    Error(start);
  }

  void FreshBracket() {
    const int c = C();
    if (Operator() || Paren()) return;
    if (c == ']') {
      bracket_ = false;
      return Single(Token::kRightBracket);
    }
    if (c == ':') {
      if (!ever_number_ || colon_) return Error(pos_ + 1);
      colon_ = true;
      return Single(Token::kColon);
    }
    if (Letter(c)) return UnitWord();
    if (!Digit(c) && !(c == '.' && Digit(C(1)))) return Error(pos_);
    number_seen_ = ever_number_ = true;
    Number();
  }

  void Statement() {
    const size_t start = pos_;
    const int c = C(), next = C(1);
    if (c == -1) return depth_ != 0 || bracket_ ? Error(start) : Emit(Token::kEnd, start);
    if (Operator() || Paren()) return;
    if (Digit(c) || (c == '.' && Digit(next))) return Number();
    if (c == '"' || c == '\'' || c == '`') return Quoted();
    if (bracket_ && c == ':') {
      if (colon_) return Error(start);
      colon_ = true;
      return Single(Token::kColon);
    }
    if (bracket_ && Letter(c)) return UnitWord();
    if (Letter(c) || c == ':') return Name();
    switch (c) {
      case '@':
        return Single(Token::kAt);
      case '{':
        brace_ = true;
        return Single(Token::kLeftBrace);
      case '[':
        if (bracket_) return Error(start);
        bracket_ = true;
        colon_ = number_seen_ = false;
        return Single(Token::kLeftBracket);
      case ']':
        if (!bracket_) return Error(start);
        bracket_ = false;
        return Single(Token::kRightBracket);
      case '=':
        if (next == '~') return Error(start);
        return next == '=' ? Pair(Token::kEql) : Single(Token::kAssign);
      case '!':
        return next == '=' ? Pair(Token::kNeq) : Error(start);
      case '<':
        if (next == '=') return Pair(Token::kLte);
        return next == '/' ? Pair(Token::kTrimUpper) : Single(Token::kLss);
      case '>':
        if (next == '=') return Pair(Token::kGte);
        return next == '/' ? Pair(Token::kTrimLower) : Single(Token::kGtr);
      default:
        return Error(start);
    }
  }

  void Name() {
    const size_t start = pos_;
    while (Letter(C()) || Digit(C()) || C() == ':') ++pos_;
    Token token = WordToken(std::string(text_.substr(start, pos_ - start)));
    size_t ahead = 0;
    while (Blank(C(ahead))) ++ahead;
    const bool fill =
        token == Token::kFill || token == Token::kFillLeft || token == Token::kFillRight;
    if (fill && C(ahead) != '(') token = Token::kIdentifier;
    Emit(token, start);
  }

  void Number() {
    const size_t start = pos_;
    if (Digits() && !Letter(C()) && !Digit(C())) return Emit(Token::kNumber, start);
    if (Units() && !Letter(C()) && !Digit(C())) return Emit(Token::kDuration, start);
    Error(start);
  }

  bool Digits() {
    bool hex = false, dot = false, exponent = false;
    if (C() == '0') {
      ++pos_;
      if (C() == 'x' || C() == 'X') {
        hex = true;
        ++pos_;
        if (C() == '_') ++pos_;
      }
    }
    const auto digit = [&hex](int c) { return hex ? Hex(c) : Digit(c); };
    if (C() == '.') ++pos_;
    if (digit(C())) ++pos_;
    while (digit(C()) || Mark(C())) {
      const int c = C();
      if (!Mark(c)) {
        while (digit(C())) ++pos_;
        continue;
      }
      ++pos_;
      if (c == '.') {
        if (dot) return false;
        if (C() == '.' || C() == '_') return Spoilt(true);
        if (hex) return false;
        dot = true;
        continue;
      }
      if (Exponent(c)) {
        if (exponent) return false;
        exponent = true;
        if (C() == '+' || C() == '-') ++pos_;
      }
      if (C() == -1 || Mark(C())) return Spoilt(C() != -1);
    }
    return true;
  }

  // The character that spoils a number is read with it.
  bool Spoilt(bool read) {
    if (read) ++pos_;
    return false;
  }

  bool Units() {
    std::string_view units = "smhdwy";
    while (C() > 0 && units.find(static_cast<char>(C())) != std::string_view::npos) {
      ++pos_;
      if (C() == 's') ++pos_;
      if (!Digit(C())) return true;
      while (Digit(C())) ++pos_;
      units = "smhdw";
    }
    return false;
  }

  // One rune of valid UTF-8 that is not U+FFFD; 0 when there is none.
  size_t RuneLength() const {
    const int a = C(), b = C(1), c = C(2), d = C(3);
    const auto follows = [](int byte) { return byte >= 0x80 && byte <= 0xBF; };
    if (a < 0x80) return 1;
    if (a >= 0xC2 && a <= 0xDF) return follows(b) ? 2 : 0;
    if (a >= 0xE0 && a <= 0xEF) {
      if (!follows(b) || !follows(c)) return 0;
      if ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F)) return 0;
      return a == 0xEF && b == 0xBF && c == 0xBD ? 0 : 3;
    }
    if (a >= 0xF0 && a <= 0xF4) {
      if (!follows(b) || !follows(c) || !follows(d)) return 0;
      return (a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F) ? 0 : 4;
    }
    return 0;
  }

  void Quoted() {
    const size_t start = pos_;
    const int quote = C();
    ++pos_;
    while (C() != quote) {
      if (C() == -1 || RuneLength() == 0) return Error(start);
      if (quote != '`' && C() == '\n') return Error(start);
      if (quote == '`' || C() != '\\') {
        pos_ += RuneLength();
      } else if (!Escape(quote)) {
        return Error(start);
      }
    }
    ++pos_;
    Emit(Token::kString, start);
  }

  // Reads one escape sequence; false when there is none.
  bool Escape(int quote) {
    ++pos_;
    const int c = C();
    if (c == quote || (c > 0 && std::string_view("abfnrtv\\").find(static_cast<char>(c)) !=
                                    std::string_view::npos)) {
      ++pos_;
      return true;
    }
    size_t digits = 0;
    long base = 16, max = 0x10FFFF;
    if (c >= '0' && c <= '7') digits = 3, base = 8, max = 255;
    if (c == 'x') digits = 2, max = 255;
    if (c == 'u') digits = 4;
    if (c == 'U') digits = 8;
    if (digits == 0) return false;
    if (base == 16) ++pos_;
    long code = 0;
    for (size_t i = 0; i < digits; ++i, ++pos_) {
      if (base == 8 ? !(C() >= '0' && C() <= '7') : !Hex(C())) return false;
      code = code * base + (Digit(C()) ? C() - '0' : (C() | 0x20) - 'a' + 10);
    }
    return code <= max && (code < 0xD800 || code > 0xDFFF);
  }

  std::string_view text_;
  size_t pos_ = 0;
  int depth_ = 0;
  bool done_ = false, brace_ = false, bracket_ = false, colon_ = false;
  bool number_seen_ = false;  // between these brackets
  bool ever_number_ = false;  // between any
  std::vector<HandToken> tokens_;
};

}  // namespace

std::vector<HandToken> HandScan(std::string_view text) {
  return Scanner(text).Run();
}

}  // namespace promgate::promql
