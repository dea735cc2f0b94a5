#include "validate/promql/features.h"

namespace promgate::promql {
namespace {

struct FeatureRow {
  Feature bit;
  std::string_view name;
};

constexpr FeatureRow kFeatures[] = {
    {kExperimentalFunctions, "promql-experimental-functions"},
    {kExtendedRangeSelectors, "promql-extended-range-selectors"},
    {kBinopFillModifiers, "promql-binop-fill-modifiers"},
    {kDurationExpr, "promql-duration-expr"},
    {kAtModifier, "promql-at-modifier"},
    {kNegativeOffset, "promql-negative-offset"},
    {kUtf8Names, "utf8-names"},
};

constexpr std::string_view kNoDurationExpr = "no-promql-duration-expr";

}  // namespace

void EnableFeatures(const std::vector<std::string>& names, Options& options) {
  for (const std::string& name : names) {
    if (name == kNoDurationExpr) options.no_duration_expr = true;
    for (const FeatureRow& row : kFeatures) {
      if (row.name == name) options.features |= row.bit;
    }
  }
}

std::string_view FeatureName(Feature feature) {
  for (const FeatureRow& row : kFeatures) {
    if (row.bit == feature) return row.name;
  }
  return {};
}

Availability Check(const Gate& gate, const Options& options) {
  if (options.target < gate.since) return Availability::kTooNew;
  if (options.target >= gate.until) return Availability::kRemoved;
  const bool flagged =
      gate.feature != 0 && options.target >= gate.flag_from && options.target < gate.flag_free;
  if (flagged && (options.features & gate.feature) != gate.feature) {
    return Availability::kNeedsFeature;
  }
  return Availability::kYes;
}

}  // namespace promgate::promql
