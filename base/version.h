#pragma once
// Semantic versions of the programs we target ("v3.14.0", "2.55", "3.5.0-rc.1").

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"

namespace promgate {

struct Version {
  int major = 0, minor = 0, patch = 0;
  // Only precedence matters to us: a pre-release sorts before its release.
  bool prerelease = false;

  // Takes a leading "v", missing minor or patch, and build metadata.
  static Result<Version> Parse(std::string_view text);
  std::string Text() const;  // "3.14.0"

  constexpr std::strong_ordering operator<=>(const Version& other) const {
    if (auto c = major <=> other.major; c != 0) return c;
    if (auto c = minor <=> other.minor; c != 0) return c;
    if (auto c = patch <=> other.patch; c != 0) return c;
    return other.prerelease <=> prerelease;
  }
  constexpr bool operator==(const Version& other) const = default;
};

inline constexpr Version kNever{9999, 0, 0};  // an `until` that does not come

}  // namespace promgate
