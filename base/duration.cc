#include "base/duration.h"

#include <charconv>
#include <cstdint>
#include <iterator>

#include "base/strings.h"

namespace promgate {
namespace {

struct Unit {
  std::string_view name;
  uint64_t nanoseconds;
  bool only_whole;  // printed only when nothing is left over: 90d reads better than 12w6d
};

constexpr uint64_t kMillisecond = 1'000'000;
constexpr uint64_t kDay = 86'400'000 * kMillisecond;

// Falling order, which is also the order in which a text must name them.
constexpr Unit kUnits[] = {
    {"y", 365 * kDay, true},
    {"w", 7 * kDay, true},
    {"d", kDay, false},
    {"h", 3'600'000 * kMillisecond, false},
    {"m", 60'000 * kMillisecond, false},
    {"s", 1'000 * kMillisecond, false},
    {"ms", kMillisecond, false},
};

constexpr uint64_t kMax = INT64_MAX;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// Takes the longest prefix of `text` made of digits (or of anything else).
std::string_view Take(std::string_view& text, bool digits) {
  size_t n = 0;
  while (n < text.size() && IsDigit(text[n]) == digits) ++n;
  std::string_view taken = text.substr(0, n);
  text.remove_prefix(n);
  return taken;
}

Error Malformed(std::string_view text) {
  return {Code::kInvalid, StrCat({"not a valid duration string: ", GoQuote(text)})};
}

}  // namespace

Result<Nanoseconds> ParseDuration(std::string_view text) {
  const Error out_of_range{Code::kInvalid, "duration out of range"};
  if (text.empty()) return Error{Code::kInvalid, "empty duration string"};
  if (text == "0") return Nanoseconds(0);
  uint64_t sum = 0;
  const Unit* next = std::begin(kUnits);  // the largest unit that may still come
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view digits = Take(rest, true);
    uint64_t count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (digits.empty() || error != std::errc()) return Malformed(text);
    const std::string_view name = Take(rest, false);
    if (name.empty()) return Malformed(text);
    const Unit* unit = std::begin(kUnits);
    while (unit != std::end(kUnits) && unit->name != name) ++unit;
    if (unit == std::end(kUnits)) {
      return Error{Code::kInvalid,
                   StrCat({"unknown unit ", GoQuote(name), " in duration ", GoQuote(text)})};
    }
    if (unit < next) return Malformed(text);
    next = unit + 1;
    if (count > (kMax - sum) / unit->nanoseconds) return out_of_range;
    sum += count * unit->nanoseconds;
  }
  return Nanoseconds(static_cast<int64_t>(sum));
}

std::string PrintDuration(Nanoseconds d) {
  const bool negative = d.count() < 0;
  uint64_t left = static_cast<uint64_t>(d.count());
  if (negative) left = 0 - left;  // also right for the smallest int64
  left -= left % kMillisecond;
  if (left == 0) return "0s";
  std::string out = negative ? "-" : "";
  for (const Unit& unit : kUnits) {
    // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): no unit of the table is zero
    if (unit.only_whole && left % unit.nanoseconds != 0) continue;
    if (left < unit.nanoseconds) continue;
    out += std::to_string(left / unit.nanoseconds);
    out += unit.name;
    left %= unit.nanoseconds;
  }
  return out;
}

double Seconds(Nanoseconds d) {
  constexpr int64_t kSecond = 1'000'000'000;
  const int64_t whole = d.count() / kSecond, rest = d.count() % kSecond;
  return static_cast<double>(whole) + static_cast<double>(rest) / 1e9;
}

}  // namespace promgate
