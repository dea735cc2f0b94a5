#pragma once
// Which PromQL a server speaks: its version and what --enable-feature switched on.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/version.h"

namespace promgate::promql {

// Bits of Options::features; names as for --enable-feature.
enum Feature : uint32_t {
  kNoFeature = 0,
  kExperimentalFunctions = 1u << 0,   // promql-experimental-functions
  kExtendedRangeSelectors = 1u << 1,  // promql-extended-range-selectors
  kBinopFillModifiers = 1u << 2,      // promql-binop-fill-modifiers
  kDurationExpr = 1u << 3,            // promql-duration-expr
  kAtModifier = 1u << 4,              // promql-at-modifier
  kNegativeOffset = 1u << 5,          // promql-negative-offset
  kUtf8Names = 1u << 6,               // utf8-names
};

inline constexpr Version kNewestPrometheus{3, 14, 0};

struct Options {
  Version target = kNewestPrometheus;
  uint32_t features = kNoFeature;
  bool no_duration_expr = false;  // the pseudo-feature no-promql-duration-expr
};

// Adds the features that `names` lists; names this does not know (they concern other parts of a
// server) are skipped.
void EnableFeatures(const std::vector<std::string>& names, Options& options);

// The --enable-feature name of one bit.
std::string_view FeatureName(Feature feature);

// A row of the syntax table: something the grammar of some versions has and of others has not.
struct Gate {
  Version since;               // first release that has it
  Version until = kNever;      // first release that no longer has it
  uint32_t feature = 0;        // needed from `since` on …
  Version flag_free = kNever;  // … until this release
  Version flag_from{};         // … or from here, where the feature was asked for later
};

enum class Availability : uint8_t { kYes, kNeedsFeature, kTooNew, kRemoved };
Availability Check(const Gate& gate, const Options& options);

}  // namespace promgate::promql
