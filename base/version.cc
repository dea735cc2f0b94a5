#include "base/version.h"

#include <charconv>

#include "base/strings.h"

namespace promgate {
namespace {

constexpr int kMaxNumber = 1'000'000;

// Takes a number off the front of `text`; false when there is none or it is beyond all reason.
bool TakeNumber(std::string_view& text, int& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0 || number > kMaxNumber || text.front() == '-')
    return false;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return true;
}

}  // namespace

Result<Version> Version::Parse(std::string_view text) {
  const Error malformed{Code::kInvalid,
                        StrCat({GoQuote(text), " is not a version such as v3.14.0 or 2.55"})};
  Version version;
  if (text.starts_with('v')) text.remove_prefix(1);
  if (!TakeNumber(text, version.major)) return malformed;
  for (int* part : {&version.minor, &version.patch}) {
    if (!text.starts_with('.')) break;
    text.remove_prefix(1);
    if (!TakeNumber(text, *part)) return malformed;
  }
  const std::string_view rest = text.substr(0, text.find('+'));
  if (rest.empty()) return version;
  if (rest.front() != '-' || rest.size() == 1) return malformed;
  version.prerelease = true;
  return version;
}

std::string Version::Text() const {
  return StrCat({std::to_string(major), ".", std::to_string(minor), ".", std::to_string(patch)});
}

}  // namespace promgate
