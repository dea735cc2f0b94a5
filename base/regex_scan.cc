#include "base/regex_scan.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/strings.h"

namespace promgate {
namespace {

namespace words = regex_words;

constexpr char32_t kLastRune = 0x10FFFF;

// The names of [[:name:]]; each may be negated with '^'.
constexpr std::array<std::string_view, 14> kPosixClasses = {
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
    "lower", "print", "punct", "space", "upper", "word",  "xdigit",
};

// Letters that stand for control characters after a backslash.
constexpr std::string_view kControlLetters = "afnrtv";

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsOctal(char c) {
  return c >= '0' && c <= '7';
}
bool IsAlphanumeric(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

int HexValue(char32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A' + 10);
  return -1;
}

}  // namespace

Error RegexFailure(std::string_view what, std::string_view excerpt) {
  return {Code::kInvalid, StrCat({"error parsing regexp: ", what, ": `", excerpt, "`"})};
}

bool RegexScanner::Fail(std::string_view what, size_t begin, size_t end) {
  error_ = RegexFailure(what, pattern_.substr(begin, end - begin));
  return false;
}

std::optional<char32_t> RegexScanner::TakeRune() {
  const Rune rune = DecodeRune(Rest());
  if (rune.length == 1 && rune.value >= 0x80) {
    Fail(words::kUtf8, pos_, pattern_.size());
    return std::nullopt;
  }
  pos_ += rune.length;
  return rune.value;
}

bool RegexScanner::CheckUtf8(size_t begin, size_t end) {
  for (size_t at = begin; at < end;) {
    const Rune rune = DecodeRune(pattern_.substr(at, end - at));
    if (rune.length == 1 && rune.value >= 0x80) return Fail(words::kUtf8, at, end);
    at += rune.length;
  }
  return true;
}

bool RegexScanner::TakeEscape() {
  return TakeEscapedRune().has_value();
}

std::optional<char32_t> RegexScanner::TakeEscapedRune() {
  const size_t begin = pos_++;
  if (AtEnd()) {
    Fail(words::kTrailingBackslash, pos_, pos_);
    return std::nullopt;
  }
  const std::optional<char32_t> c = TakeRune();
  if (!c) return std::nullopt;
  std::optional<char32_t> value;
  if (*c == '0' || (*c >= '1' && *c <= '7' && IsOctal(Peek()))) {
    --pos_;
    value = TakeOctal();
  } else if (*c == 'x') {
    value = TakeHex();
    if (!value && !error_.message.empty()) return std::nullopt;
  } else if (*c < 0x80 && kControlLetters.find(static_cast<char>(*c)) != std::string_view::npos) {
    value = "\a\f\n\r\t\v"[kControlLetters.find(static_cast<char>(*c))];
  } else if (*c < 0x80 && !IsAlphanumeric(*c)) {
    value = *c;
  }
  if (!value) Fail(words::kEscape, begin, pos_);
  return value;
}

// Up to three octal digits.
std::optional<char32_t> RegexScanner::TakeOctal() {
  char32_t value = 0;
  for (int i = 0; i < 3 && IsOctal(Peek()); ++i, ++pos_) {
    value = value * 8 + static_cast<char32_t>(Peek() - '0');
  }
  return value;
}

// After \x: two digits, or any number of them in braces. Leaves the position behind the first
// character that does not fit: Go quotes so far.
std::optional<char32_t> RegexScanner::TakeHex() {
  const bool braces = SkipIf('{');
  char32_t value = 0;
  for (int digits = 0; braces || digits < 2; ++digits) {
    if (AtEnd()) return std::nullopt;
    const std::optional<char32_t> c = TakeRune();
    if (!c) return std::nullopt;
    if (braces && *c == '}') return digits > 0 ? std::optional(value) : std::nullopt;
    const int digit = HexValue(*c);
    if (digit < 0) {
      // Without braces Go reads both characters before it looks at either.
      if (!braces && digits == 0 && !AtEnd()) TakeRune();
      return std::nullopt;
    }
    value = value * 16 + static_cast<char32_t>(digit);
    if (value > kLastRune) return std::nullopt;
  }
  return value;
}

bool RegexScanner::TakePerlClass() {
  constexpr std::string_view kLetters = "dDsSwW";
  if (Peek() != '\\' || kLetters.find(Peek(1)) == std::string_view::npos) return false;
  pos_ += 2;
  return true;
}

bool RegexScanner::TakeUnicodeClass() {
  const size_t begin = pos_;
  pos_ += 2;
  const bool braces = Peek() == '{';
  if (braces) {
    const size_t close = pattern_.find('}', pos_);
    if (!CheckUtf8(pos_, std::min(close, pattern_.size()))) return false;
    if (close == std::string_view::npos) return Fail(words::kCharRange, begin, pattern_.size());
    pos_ = close + 1;
  } else if (!AtEnd() && !TakeRune()) {
    return false;
  }
  size_t name_begin = begin + (braces ? 3 : 2);
  const size_t name_end = pos_ - (braces ? 1 : 0);
  if (name_begin < name_end && pattern_[name_begin] == '^') ++name_begin;
  const std::string_view name = pattern_.substr(name_begin, name_end - name_begin);
  const std::string_view known = FindUnicodeClass(name, names_);
  if (known.empty()) return Fail(words::kCharRange, begin, pos_);
  if (known != name) Edit(name_begin, name_end, known);
  return true;
}

// At "[:" inside a class: whether a named class was taken; nothing after a failure.
std::optional<bool> RegexScanner::TakeNamedClass() {
  const size_t begin = pos_;
  const size_t close = pattern_.find(":]", pos_ + 2);
  if (close == std::string_view::npos) return false;
  std::string_view name = pattern_.substr(pos_ + 2, close - pos_ - 2);
  if (name.starts_with('^')) name.remove_prefix(1);
  pos_ = close + 2;
  if (std::find(kPosixClasses.begin(), kPosixClasses.end(), name) != kPosixClasses.end())
    return true;
  Fail(words::kCharRange, begin, pos_);
  return std::nullopt;
}

std::optional<char32_t> RegexScanner::TakeClassRune(size_t class_begin) {
  if (AtEnd()) {
    Fail(words::kMissingBracket, class_begin, pattern_.size());
    return std::nullopt;
  }
  return Peek() == '\\' ? TakeEscapedRune() : TakeRune();
}

bool RegexScanner::TakeClass() {
  const size_t begin = pos_++;
  SkipIf('^');
  for (bool first = true; first || AtEnd() || Peek() != ']'; first = false) {
    if (Peek() == '[' && Peek(1) == ':' && Rest().size() > 2) {
      const std::optional<bool> named = TakeNamedClass();
      if (!named) return false;
      if (*named) continue;
    }
    if (AtUnicodeClass()) {
      if (!TakeUnicodeClass()) return false;
      continue;
    }
    if (TakePerlClass()) continue;
    const size_t range_begin = pos_;
    const std::optional<char32_t> low = TakeClassRune(begin);
    if (!low) return false;
    if (Rest().size() < 2 || Peek() != '-' || Peek(1) == ']') continue;
    ++pos_;
    const std::optional<char32_t> high = TakeClassRune(begin);
    if (!high) return false;
    if (*high < *low) return Fail(words::kCharRange, range_begin, pos_);
  }
  ++pos_;
  return true;
}

// A number without leading zeros; -1 beyond 10^8.
std::optional<int> RegexScanner::TakeInteger() {
  if (!IsDigit(Peek()) || (Peek() == '0' && IsDigit(Peek(1)))) return std::nullopt;
  constexpr int kTooMany = 100'000'000;
  int value = 0;
  for (; IsDigit(Peek()); ++pos_) {
    if (value < kTooMany) value = value * 10 + (Peek() - '0');
  }
  return value >= kTooMany ? -1 : value;
}

std::optional<RepeatCount> RegexScanner::TakeRepeatCount() {
  const size_t begin = pos_++;
  const auto plain_text = [this, begin]() -> std::optional<RepeatCount> {
    pos_ = begin;
    return std::nullopt;
  };
  const std::optional<int> least = TakeInteger();
  if (!least) return plain_text();
  RepeatCount count{*least, *least};
  if (SkipIf(',')) {
    count.most = -1;
    if (Peek() != '}') {
      const std::optional<int> most = TakeInteger();
      if (!most) return plain_text();
      count.most = *most;
      if (*most < 0) count.least = -1;
    }
  }
  if (!SkipIf('}')) return plain_text();
  return count;
}

}  // namespace promgate
