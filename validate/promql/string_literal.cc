#include "base/strings.h"
#include "validate/promql/literal.h"

namespace promgate::promql {
namespace {

constexpr char32_t kInvalid = 0xFFFD;  // also what an invalid byte decodes to
constexpr int kNoDigit = 16;

int DigitValue(char32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A') + 10;
  return kNoDigit;
}

// The byte that a one-letter escape stands for; 0 when there is none. Quotes are the caller's.
char SimpleEscape(char32_t c) {
  switch (c) {
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\\':
      return '\\';
    default:
      return 0;
  }
}

// Escapes that spell out a code: how many digits, of which base, up to which value.
struct Numeric {
  int digits = 0, base = 16;
  uint32_t max = 0x10FFFF;
};
Numeric NumericEscape(char32_t c) {
  if (c >= '0' && c <= '7') return {3, 8, 255};
  if (c == 'x') return {2, 16, 255};
  if (c == 'u') return {4};
  if (c == 'U') return {8};
  return {};
}

// As Go's %#U: U+0063 'c'.
std::string RuneName(char32_t rune) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string code;
  for (int shift = 20; shift >= 0; shift -= 4) {
    const auto digit = (rune >> shift) & 0xF;
    if (!code.empty() || digit != 0 || shift < 16) code += kHex[digit];
  }
  std::string name = "U+" + code;
  const std::string quoted = GoQuoteRune(rune);
  if (rune == '\\' || rune == '\'' || quoted[1] != '\\') {  // printable
    name += " '";
    AppendRune(name, rune);
    name += '\'';
  }
  return name;
}

// Reads a string rune by rune to say what spoils it.
class Inspector {
 public:
  explicit Inspector(std::string_view text)
      : text_(text), quote_(static_cast<unsigned char>(text[0])) {
    Next();
  }

  std::string Error() {
    const bool raw = quote_ == '`';
    for (;;) {
      if (pos_ == text_.size())
        return raw ? "unterminated raw string" : "unterminated quoted string";
      const char32_t c = Next();
      if (c == kInvalid) return "invalid UTF-8 rune";
      if (c == quote_) return {};
      if (raw) continue;
      if (c == '\n') return "unterminated quoted string";
      if (c != '\\') continue;
      if (std::string error = EscapeError(); !error.empty()) return error;
    }
  }

 private:
  char32_t Next() {
    const Rune rune = DecodeRune(text_.substr(pos_));
    pos_ += rune.length;
    return rune.value;
  }

  std::string EscapeError() {
    if (pos_ == text_.size()) return "escape sequence not terminated";
    char32_t c = Next();
    if (c == quote_ || SimpleEscape(c) != 0) return {};
    const Numeric numeric = NumericEscape(c);
    if (numeric.digits == 0) return "unknown escape sequence " + RuneName(c);
    uint32_t code = 0;
    for (int i = 0; i < numeric.digits; ++i) {
      if (i > 0 || numeric.base == 16) {  // the first octal digit is read already
        if (pos_ == text_.size()) return "escape sequence not terminated";
        c = Next();
      }
      const int digit = DigitValue(c);
      if (digit >= numeric.base) {
        return "illegal character " + RuneName(c) + " in escape sequence";
      }
      code = code * static_cast<uint32_t>(numeric.base) + static_cast<uint32_t>(digit);
    }
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    if (code > numeric.max || surrogate) return "escape sequence is an invalid Unicode code point";
    return {};
  }

  std::string_view text_;
  size_t pos_ = 0;
  char32_t quote_;
};

}  // namespace

std::string StringError(std::string_view text) {
  return Inspector(text).Error();
}

std::string Unquote(std::string_view token) {
  const char quote = token[0];
  const std::string_view inside = token.substr(1, token.size() - 2);
  if (quote == '`' || inside.find('\\') == std::string_view::npos) return std::string(inside);
  std::string out;
  out.reserve(inside.size());
  for (size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] != '\\') {
      out += inside[i];
      continue;
    }
    const char c = inside[++i];
    const Numeric numeric = NumericEscape(static_cast<unsigned char>(c));
    if (numeric.digits == 0) {
      const char simple = SimpleEscape(static_cast<unsigned char>(c));
      out += simple != 0 ? simple : c;
      continue;
    }
    if (numeric.base == 16) ++i;  // past the letter
    uint32_t code = 0;
    for (int n = 0; n < numeric.digits; ++n, ++i) {
      code = code * static_cast<uint32_t>(numeric.base) +
             static_cast<uint32_t>(DigitValue(static_cast<unsigned char>(inside[i])));
    }
    --i;
    if (numeric.max == 255) {
      out += static_cast<char>(code);
    } else {
      AppendRune(out, code);
    }
  }
  return out;
}

}  // namespace promgate::promql
