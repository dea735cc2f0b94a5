#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>

#include "base/strings.h"
#include "validate/promql/literal.h"

namespace promgate::promql {
namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool IsHexDigit(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool IsIn(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // [0x[_]] then digits, dots, exponents and underscores. Each of the latter three spoils the
  // number when one of its forbidden followers comes next; at most one dot and one exponent.
  bool Number() {
    if (Accept("0") && Accept("xX")) {
      hex_ = true;
      Accept("_");
    }
    Accept(".");
    AcceptDigit();
    bool dot = false, exponent = false;
    for (;;) {
      if (Accept(".")) {
        if (dot || hex_ || Accept("_.")) return false;
        dot = true;
      } else if (Accept("eE")) {
        if (exponent) return false;
        exponent = true;
        Accept("+-");
        if (!ContinuesAfterMark()) return false;
      } else if (Accept("_")) {
        if (!ContinuesAfterMark()) return false;
      } else if (!AcceptDigit()) {
        break;
      } else {
        while (AcceptDigit()) continue;
      }
    }
    return AtEnd() || !(IsLetter(text_[pos_]) || IsDigit(text_[pos_]));
  }

  // What may follow the digits of a duration: unit {digits unit}. Units like "hs" pass here and
  // fail when the duration is read.
  bool Units() {
    for (std::string_view units = "smhdwy"; Accept(units); units = "smhdw") {
      Accept("s");
      if (AtEnd()) return true;
      if (!IsDigit(text_[pos_])) return !(IsLetter(text_[pos_]) && ++pos_ > 0);
      while (Accept("0123456789")) continue;
    }
    return false;
  }

  size_t pos() const { return pos_; }

 private:
  bool AtEnd() const { return pos_ == text_.size(); }
  bool Accept(std::string_view set) {
    const bool in = !AtEnd() && IsIn(text_[pos_], set);
    if (in) ++pos_;
    return in;
  }
  bool AcceptDigit() {
    const bool digit = !AtEnd() && (hex_ ? IsHexDigit(text_[pos_]) : IsDigit(text_[pos_]));
    if (digit) ++pos_;
    return digit;
  }
  bool ContinuesAfterMark() { return !Accept("._eE") && !AtEnd(); }

  std::string_view text_;
  size_t pos_ = 0;
  bool hex_ = false;
};

// An underscore stands between two digits, or between 0x and a digit.
bool UnderscoresAreFine(std::string_view text, bool hex) {
  const auto digit = [hex](char c) { return hex ? IsHexDigit(c) : IsDigit(c); };
  for (size_t i = hex ? 2 : 0; i < text.size(); ++i) {
    if (text[i] != '_') continue;
    const bool before = i > 0 && (digit(text[i - 1]) || (hex && i == 2));
    if (!before || i + 1 == text.size() || !digit(text[i + 1])) return false;
  }
  return true;
}

std::optional<double> ParseInteger(std::string_view digits, int base) {
  int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  return static_cast<double>(value);
}

bool IsDecimal(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsDigit);
}

constexpr char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

std::optional<double> SpecialValue(std::string_view text) {
  if (text.size() != 3) return std::nullopt;
  const std::array<char, 3> word{Lower(text[0]), Lower(text[1]), Lower(text[2])};
  const std::string_view lower(word.data(), word.size());
  if (lower == "inf") return std::numeric_limits<double>::infinity();
  if (lower == "nan") return std::numeric_limits<double>::quiet_NaN();
  return std::nullopt;
}

NumberValue NumberError(std::string_view text, std::string_view why) {
  return {0, StrCat({"strconv.ParseFloat: parsing ", GoQuote(text), ": ", why})};
}

// `text` without its underscores.
NumberValue ParseFloat(std::string_view text, const std::string& digits) {
  NumberValue result;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, result.value);
  if (error == std::errc::invalid_argument || stop != end) {
    return NumberError(text, "invalid syntax");
  }
  if (error == std::errc::result_out_of_range) {  // too large, or so small that Go reads it as zero
    result.value = std::strtod(digits.c_str(), nullptr);
    if (result.value > 1) result.error = NumberError(text, "value out of range").error;
  }
  return result;
}

}  // namespace

NumberScan ScanNumber(std::string_view text) {
  Scanner scanner(text);
  NumberScan scan;
  if (scanner.Number()) {
    scan.kind = NumberScan::Kind::kNumber;
  } else if (scanner.Units()) {
    scan.kind = NumberScan::Kind::kDuration;
  }
  scan.length = scanner.pos();
  return scan;
}

NumberValue ParseNumber(std::string_view text) {
  constexpr size_t kSmall = 15;
  if (text.size() <= kSmall && text[0] != '0' && IsDecimal(text)) {  // nearly every number
    int64_t value = 0;
    for (const char c : text) value = value * 10 + (c - '0');
    return {static_cast<double>(value), {}};
  }
  if (const auto special = SpecialValue(text)) return {*special, {}};
  const bool hex = text.size() > 1 && (text[1] == 'x' || text[1] == 'X');
  if (!UnderscoresAreFine(text, hex)) return NumberError(text, "invalid syntax");
  std::string digits(text);
  digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
  if (hex) {
    const auto value = ParseInteger(std::string_view(digits).substr(2), 16);
    return value ? NumberValue{*value, {}} : NumberError(text, "invalid syntax");
  }
  // A leading zero makes it octal where all digits allow that.
  const int base = digits.size() > 1 && digits[0] == '0' ? 8 : 10;
  if (const auto value = ParseInteger(digits, base)) return {*value, {}};
  return ParseFloat(text, digits);
}

}  // namespace promgate::promql
