#include "base/float.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace promgate {
namespace {

// value = 0.digits * 10^point, with a sign.
struct Decimal {
  bool negative;
  std::string digits;
  int point;
};

Decimal ToDecimal(double value) {
  char buffer[32] = {};  // "-d.dddddddddddddddde-308" and a NUL for strtol
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value),
                                 std::chars_format::scientific);
  const std::string_view text(buffer, static_cast<size_t>(end.ptr - buffer));
  const size_t exponent = text.find('e');
  const int power = static_cast<int>(std::strtol(buffer + exponent + 1, nullptr, 10));
  Decimal decimal{std::signbit(value), {text[0]}, power + 1};
  if (exponent > 2) decimal.digits += text.substr(2, exponent - 2);
  return decimal;
}

// The numbers that have no digits; empty for the others.
std::string_view Special(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return {};
}

std::string Fixed(Decimal d) {
  const int count = static_cast<int>(d.digits.size());
  if (d.point <= 0) {
    d.digits.insert(0, static_cast<size_t>(1 - d.point), '0');
    d.point = 1;
  } else if (d.point > count) {
    d.digits.append(static_cast<size_t>(d.point - count), '0');
  }
  const size_t point = static_cast<size_t>(d.point);
  if (point < d.digits.size()) d.digits.insert(point, 1, '.');
  return (d.negative ? "-" : "") + d.digits;
}

}  // namespace

std::string FormatFixed(double value) {
  if (const std::string_view special = Special(value); !special.empty()) {
    return std::string(special);
  }
  return Fixed(ToDecimal(value));
}

std::string FormatShort(double value) {
  if (const std::string_view special = Special(value); !special.empty()) {
    return std::string(special);
  }
  Decimal d = ToDecimal(value);
  const int exponent = d.point - 1;
  if (value == 0 || (exponent >= -4 && exponent < 6)) return Fixed(d);
  if (d.digits.size() > 1) d.digits.insert(1, 1, '.');
  std::string magnitude = std::to_string(std::abs(exponent));
  if (magnitude.size() < 2) magnitude.insert(0, 1, '0');
  return (d.negative ? "-" : "") + d.digits + (exponent < 0 ? "e-" : "e+") + magnitude;
}

}  // namespace promgate
