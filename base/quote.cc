#include "base/printable.h"
#include "base/strings.h"

namespace promgate {
namespace {

// Escapes written with one letter, in the order of the control characters 7 to 13.
constexpr std::string_view kControlLetters = "abtnvfr";

void AppendHex(std::string& out, char32_t value, int digits) {
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
    out.push_back("0123456789abcdef"[value >> shift & 0xF]);
  }
}

void AppendQuotedRune(std::string& out, char32_t rune, char quote) {
  if (rune == static_cast<char32_t>(quote) || rune == '\\') {
    out.push_back('\\');
    out.push_back(static_cast<char>(rune));
  } else if (IsPrintable(rune)) {
    AppendRune(out, rune);
  } else if (rune >= 7 && rune <= 13) {
    out.push_back('\\');
    out.push_back(kControlLetters[rune - 7]);
  } else if (rune < 0x80) {
    out.append("\\x");
    AppendHex(out, rune, 2);
  } else if (rune < 0x10000) {
    out.append("\\u");
    AppendHex(out, rune, 4);
  } else {
    out.append("\\U");
    AppendHex(out, rune, 8);
  }
}

bool IsInvalidByte(const Rune& rune) {
  return rune.length == 1 && rune.value >= 0x80;
}

}  // namespace

std::string GoQuote(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out.push_back('"');
  while (!text.empty()) {
    Rune rune = DecodeRune(text);
    if (IsInvalidByte(rune)) {
      out.append("\\x");
      AppendHex(out, static_cast<uint8_t>(text[0]), 2);
    } else {
      AppendQuotedRune(out, rune.value, '"');
    }
    text.remove_prefix(rune.length);
  }
  out.push_back('"');
  return out;
}

std::string GoQuoteRune(char32_t rune) {
  const bool valid = rune <= 0x10FFFF && !(rune >= 0xD800 && rune <= 0xDFFF);
  std::string out = "'";
  AppendQuotedRune(out, valid ? rune : 0xFFFD, '\'');
  out.push_back('\'');
  return out;
}

}  // namespace promgate
