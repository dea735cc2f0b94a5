#pragma once
// What the grammar of some Prometheus versions has and of others has not: one table, a row per
// construct. Functions have their gates in functions.cc; words that could not be names in some
// versions are listed here too. Source: facts/promql-since.txt of the project's shared folder.

#include <string>
#include <string_view>

#include "validate/promql/features.h"

namespace promgate::promql {

enum class Syntax : uint8_t {
  kAlways,
  // Operators and aggregations.
  kAtan2,
  kTrim,
  kGroup,
  kLimitk,
  kLimitRatio,
  // Modifiers.
  kAnchored,
  kSmoothed,
  kFill,
  kAt,
  kNegativeOffset,
  // Numbers and durations.
  kNumberSeparator,
  kNumberAsDuration,
  kDurationAsNumber,
  kCompositeDuration,
  kDurationExpr,
  kStep,
  kRange,
  kRangeOperand,
  kMinMax,
  kMinMaxOf,
  // Selectors and groupings.
  kSubquery,
  kSpaceInRange,
  kTrailingGroupingComma,
  kQuotedMetricName,
  kQuotedLabelName,
  kQuotedGrouping,
  kUtf8Grouping,
};

struct SyntaxRow {
  std::string_view what;      // subject of a sentence: operator "atan2"
  std::string_view disabled;  // Prometheus' words when the feature is off; empty: ours
  Gate gate;
  Syntax id;
};

inline constexpr std::string_view kNoDurationExprText =
    "experimental duration expression is not enabled";

inline constexpr SyntaxRow kSyntax[] = {
    {"", "", {}, Syntax::kAlways},
    {"operator \"atan2\"", "", {{2, 31}}, Syntax::kAtan2},
    {"a trim operator", "", {{3, 11}}, Syntax::kTrim},
    {"aggregation \"group\"", "", {{2, 20}}, Syntax::kGroup},
    {"aggregation \"limitk\"",
     "limitk() is experimental and must be enabled with "
     "--enable-feature=promql-experimental-functions",
     {{2, 54}, kNever, kExperimentalFunctions},
     Syntax::kLimitk},
    {"aggregation \"limit_ratio\"",
     "limit_ratio() is experimental and must be enabled with "
     "--enable-feature=promql-experimental-functions",
     {{2, 54}, kNever, kExperimentalFunctions},
     Syntax::kLimitRatio},
    {"modifier \"anchored\"",
     "anchored modifier is experimental and not enabled",
     {{3, 7}, kNever, kExtendedRangeSelectors},
     Syntax::kAnchored},
    {"modifier \"smoothed\"",
     "smoothed modifier is experimental and not enabled",
     {{3, 7}, kNever, kExtendedRangeSelectors},
     Syntax::kSmoothed},
    {"modifier \"fill\"",
     "binop fill modifiers are experimental and not enabled",
     {{3, 10}, kNever, kBinopFillModifiers},
     Syntax::kFill},
    {"the @ modifier", "", {{2, 25}, kNever, kAtModifier, {2, 33}}, Syntax::kAt},
    {"a negative offset", "", {{2, 26}, kNever, kNegativeOffset, {2, 33}}, Syntax::kNegativeOffset},
    {"_ inside a number", "", {{2, 54}}, Syntax::kNumberSeparator},
    {"a number as a duration", "", {{2, 54}}, Syntax::kNumberAsDuration},
    {"a duration as a number", "", {{2, 54}}, Syntax::kDurationAsNumber},
    {"a duration of several units", "", {{2, 21}}, Syntax::kCompositeDuration},
    {"arithmetic on durations",
     kNoDurationExprText,
     {{3, 4}, kNever, kDurationExpr, {3, 14}},
     Syntax::kDurationExpr},
    // Alone, these passed without the flag until 3.12.
    {"step() as a duration",
     kNoDurationExprText,
     {{3, 6}, kNever, kDurationExpr, {3, 14}, {3, 12}},
     Syntax::kStep},
    {"range() as a duration",
     kNoDurationExprText,
     {{3, 10}, kNever, kDurationExpr, {3, 14}, {3, 12}},
     Syntax::kRange},
    {"range() after an operator", "", {{3, 12}}, Syntax::kRangeOperand},
    {"min() or max() of durations",
     kNoDurationExprText,
     {{3, 6}, {3, 13}, kDurationExpr, kNever, {3, 12}},
     Syntax::kMinMax},
    {"min_of() or max_of() of durations",
     kNoDurationExprText,
     {{3, 13}, kNever, kDurationExpr, {3, 14}},
     Syntax::kMinMaxOf},
    {"a subquery", "", {{2, 7}}, Syntax::kSubquery},
    {"a blank inside range brackets", "", {{2, 15}}, Syntax::kSpaceInRange},
    {"a trailing comma in a grouping", "", {{2, 16}}, Syntax::kTrailingGroupingComma},
    {"a quoted metric name", "", {{2, 51}}, Syntax::kQuotedMetricName},
    {"a quoted label name in a selector", "", {{2, 51}}, Syntax::kQuotedLabelName},
    {"a quoted label name in a grouping", "", {{2, 55}}, Syntax::kQuotedGrouping},
    {"a UTF-8 label name in a grouping",
     "",
     {{2, 55}, kNever, kUtf8Names, {3, 0}},
     Syntax::kUtf8Grouping},
};

constexpr const SyntaxRow& RowOf(Syntax syntax) {
  return kSyntax[static_cast<size_t>(syntax)];
}

// A word that was a keyword and nothing else in the versions [from, until).
struct Reserved {
  Version from, until;
  constexpr bool In(const Version& version) const { return from <= version && version < until; }
};

// Why `what` may not be used; empty when it may. `disabled` replaces our words for a missing
// feature.
//   operator "atan2" exists since Prometheus 2.31.0 (this is judged for 2.30.0)
//   the @ modifier needs --enable-feature=promql-at-modifier in Prometheus 2.26.0
//   min() or max() of durations exists until Prometheus 3.13.0 (this is judged for 3.14.0)
std::string Unavailable(std::string_view what, std::string_view disabled, const Gate& gate,
                        const Options& options);

}  // namespace promgate::promql
