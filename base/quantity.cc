#include "base/quantity.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <optional>

#include "base/strings.h"

namespace promgate {
namespace {

// A factor 1024^binary * 10^decimal.
struct Scale {
  int binary = 0, decimal = 0;
};

struct Suffix {
  std::string_view name;
  Scale scale;
};
constexpr Suffix kSuffixes[] = {
    {"", {0, 0}},   {"n", {0, -9}}, {"u", {0, -6}}, {"m", {0, -3}}, {"k", {0, 3}},  {"M", {0, 6}},
    {"G", {0, 9}},  {"T", {0, 12}}, {"P", {0, 15}}, {"E", {0, 18}}, {"Ki", {1, 0}}, {"Mi", {2, 0}},
    {"Gi", {3, 0}}, {"Ti", {4, 0}}, {"Pi", {5, 0}}, {"Ei", {6, 0}},
};

constexpr size_t kMaxDigits = 100;  // significant ones; what follows only rounds up
constexpr int kMaxExponent = 1000;  // beyond, everything is nothing or too much
constexpr int kNanoDigits = 9;
constexpr int kLimitDigits = 27;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// 0.d1d2d3… * 10^point, with the digits as values 0 to 9.
struct Decimal {
  std::string digits;
  int point = 0;
  bool more = false;  // digits were cut off that are not all zero

  void Append(char digit) {
    if (digits.size() < kMaxDigits) {
      digits.push_back(digit);
    } else {
      more = more || digit != 0;
    }
  }

  void MultiplyBy1024() {
    int carry = 0;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
      const int product = *digit * 1024 + carry;
      *digit = static_cast<char>(product % 10);
      carry = product / 10;
    }
    for (; carry > 0; carry /= 10) {
      digits.insert(digits.begin(), static_cast<char>(carry % 10));
      ++point;
    }
  }
};

// Takes digits, a point, more digits; nothing when there is no digit at all.
std::optional<Decimal> TakeNumber(std::string_view& text) {
  Decimal number;
  bool any = false, after_point = false;
  for (; !text.empty() && (IsDigit(text.front()) || (text.front() == '.' && !after_point));
       text.remove_prefix(1)) {
    if (text.front() == '.') {
      after_point = true;
      continue;
    }
    any = true;
    const char digit = static_cast<char>(text.front() - '0');
    const bool leading_zero = digit == 0 && number.digits.empty();
    if (!leading_zero) number.Append(digit);
    if (leading_zero && after_point) --number.point;
    if (!leading_zero && !after_point) ++number.point;
  }
  if (!any) return std::nullopt;
  return number;
}

// "e3", "E-2": nothing for anything else.
std::optional<Scale> ParseExponent(std::string_view text) {
  if (!text.starts_with('e') && !text.starts_with('E')) return std::nullopt;
  text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !std::all_of(text.begin(), text.end(), IsDigit)) return std::nullopt;
  int exponent = kMaxExponent;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (error != std::errc()) exponent = kMaxExponent;
  exponent = std::min(exponent, kMaxExponent);
  return Scale{0, negative ? -exponent : exponent};
}

std::optional<Scale> ParseSuffix(std::string_view text) {
  const auto* const suffix = std::find_if(std::begin(kSuffixes), std::end(kSuffixes),
                                          [text](const Suffix& row) { return row.name == text; });
  return suffix != std::end(kSuffixes) ? std::optional(suffix->scale) : ParseExponent(text);
}

__extension__ using Nano = __int128;

// In billionths, rounded away from zero.
Nano ToNano(const Decimal& number, int decimal_scale) {
  constexpr int kCapacity = kLimitDigits + kNanoDigits + 1;
  const int whole_digits = number.point + decimal_scale + kNanoDigits;
  const bool saturated = whole_digits >= kCapacity && !number.digits.empty();
  Nano nano = saturated ? 1 : 0;
  if (saturated) {
    for (int i = 1; i < kCapacity; ++i) nano *= 10;
    return nano;
  }
  const auto size = static_cast<int>(number.digits.size());
  for (int i = 0; i < whole_digits; ++i)
    nano = nano * 10 + (i < size ? number.digits[static_cast<size_t>(i)] : 0);
  bool rest = number.more;
  for (int i = std::max(whole_digits, 0); i < size; ++i)
    rest = rest || number.digits[static_cast<size_t>(i)] != 0;
  return rest ? nano + 1 : nano;
}

}  // namespace

Result<Quantity> Quantity::Parse(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  std::optional<Decimal> number = TakeNumber(rest);
  const std::optional<Scale> scale = ParseSuffix(rest);
  if (!number || !scale) {
    return Error{
        Code::kInvalid,
        StrCat({GoQuote(text),
                " is not a quantity: a number, then nothing, one of "
                "n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei, or an exponent such as e3"})};
  }
  for (int i = 0; i < scale->binary; ++i) number->MultiplyBy1024();
  Quantity quantity;
  quantity.nano_ = ToNano(*number, scale->decimal);
  if (negative) quantity.nano_ = -quantity.nano_;
  return quantity;
}

std::strong_ordering Quantity::operator<=>(const Quantity& other) const {
  if (nano_ < other.nano_) return std::strong_ordering::less;
  return nano_ > other.nano_ ? std::strong_ordering::greater : std::strong_ordering::equal;
}

bool Quantity::operator==(const Quantity& other) const {
  return nano_ == other.nano_;
}

int Quantity::Sign() const {
  return nano_ < 0 ? -1 : nano_ > 0 ? 1 : 0;
}

}  // namespace promgate
