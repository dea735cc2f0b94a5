#include <cstring>

#include "base/strings.h"

namespace promgate {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kLastRune = 0x10FFFF;

// What a lead byte announces: the length of its sequence and the bounds of the second byte, which
// exclude overlong forms, surrogates and values past U+10FFFF (Unicode table 3-7).
struct Lead {
  uint32_t length;
  uint8_t low, high;
};

constexpr Lead LeadOf(uint8_t byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

bool IsAsciiWord(const char* p) {
  uint64_t word = 0;
  std::memcpy(&word, p, sizeof word);
  return (word & 0x8080808080808080u) == 0;
}

// Where the first invalid byte stands at or after `from`; the size when there is none.
size_t FindInvalid(std::string_view text, size_t from) {
  size_t i = from;
  while (i < text.size()) {
    if (text.size() - i >= 8 && IsAsciiWord(text.data() + i)) {
      i += 8;
      continue;
    }
    if (static_cast<uint8_t>(text[i]) < 0x80) {
      ++i;
      continue;
    }
    Rune rune = DecodeRune(text.substr(i));
    if (rune.length == 1) return i;
    i += rune.length;
  }
  return text.size();
}

}  // namespace

Rune DecodeRune(std::string_view text) {
  const auto byte = [&text](size_t i) { return static_cast<uint8_t>(text[i]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  const Lead lead = LeadOf(byte(0));
  if (lead.length == 0 || text.size() < lead.length || byte(1) < lead.low || byte(1) > lead.high) {
    return {kReplacement, 1};
  }
  char32_t value = byte(0) & (0x7Fu >> lead.length);
  for (uint32_t i = 1; i < lead.length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {kReplacement, 1};
    value = value << 6 | (byte(i) & 0x3Fu);
  }
  return {value, lead.length};
}

void AppendRune(std::string& out, char32_t rune) {
  if (rune > kLastRune || (rune >= 0xD800 && rune <= 0xDFFF)) rune = kReplacement;
  const auto tail = [&out, rune](int shift) {
    out.push_back(static_cast<char>(0x80 | (rune >> shift & 0x3F)));
  };
  if (rune < 0x80) {
    out.push_back(static_cast<char>(rune));
  } else if (rune < 0x800) {
    out.push_back(static_cast<char>(0xC0 | rune >> 6));
    tail(0);
  } else if (rune < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | rune >> 12));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0 | rune >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool IsValidUtf8(std::string_view text) {
  return FindInvalid(text, 0) == text.size();
}

std::string ToValidUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  size_t begin = 0;
  while (true) {
    size_t bad = FindInvalid(text, begin);
    out.append(text.substr(begin, bad - begin));
    if (bad == text.size()) return out;
    AppendRune(out, kReplacement);
    begin = bad + 1;
  }
}

}  // namespace promgate
