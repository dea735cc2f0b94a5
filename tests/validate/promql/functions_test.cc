#include "validate/promql/functions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "tests/support/golden.h"

namespace promgate::promql {
namespace {

// ------------------------------------------------------------------ boundaries, from the release
// notes

TEST(Functions, AvailabilityAtEachBoundary) {
  constexpr Availability kYes = Availability::kYes;
  constexpr Availability kFlag = Availability::kNeedsFeature;
  struct Case {
    std::string_view name;
    Version target;
    uint32_t features;
    Availability want;
  };
  constexpr Case kCases[] = {
      {"rate", {2, 0, 0}, kNoFeature, kYes},
      {"absent_over_time", {2, 15, 2}, kNoFeature, Availability::kTooNew},
      {"absent_over_time", {2, 16, 0, true}, kNoFeature, Availability::kTooNew},
      {"absent_over_time", {2, 16, 0}, kNoFeature, kYes},
      {"histogram_avg", {2, 50, 1}, kNoFeature, Availability::kTooNew},
      {"histogram_avg", {2, 51, 0}, kNoFeature, kYes},
      {"holt_winters", {2, 55, 1}, kNoFeature, kYes},
      {"holt_winters", {3, 0, 0}, kExperimentalFunctions, Availability::kRemoved},
      {"double_exponential_smoothing", {2, 55, 1}, kExperimentalFunctions, Availability::kTooNew},
      {"double_exponential_smoothing", {3, 0, 0}, kNoFeature, kFlag},
      {"double_exponential_smoothing", {3, 0, 0}, kExperimentalFunctions, kYes},
      {"double_exponential_smoothing", {3, 14, 0}, kExtendedRangeSelectors, kFlag},
      {"first_over_time", {3, 6, 0}, kExperimentalFunctions, Availability::kTooNew},
      {"first_over_time", {3, 13, 2}, kNoFeature, kFlag},
      {"first_over_time", {3, 14, 0}, kNoFeature, kYes},
      {"start_timestamp", {3, 13, 0}, kExperimentalFunctions, Availability::kTooNew},
      {"start_timestamp", kNewestPrometheus, kExperimentalFunctions, kYes},
  };
  for (const Case& c : kCases) {
    const Function* function = FindFunction(c.name);
    ASSERT_NE(function, nullptr) << c.name;
    EXPECT_EQ(Check(function->gate, {c.target, c.features}), c.want)
        << c.name << " at " << c.target.major << "." << c.target.minor;
  }
}

TEST(Functions, UnknownNamesAreNotFound) {
  for (std::string_view name : {"", "a", "Rate", "rate ", "rat", "rates", "zzz", "sum", "min"}) {
    EXPECT_EQ(FindFunction(name), nullptr) << name;
  }
}

TEST(Functions, SignaturesCountAsPrometheusCounts) {
  struct Case {
    std::string_view name;
    size_t arity;
    int variadic;
    ValueType result;
  };
  constexpr Case kCases[] = {
      {"pi", 0, 0, ValueType::kScalar},
      {"scalar", 1, 0, ValueType::kScalar},
      {"round", 2, 1, ValueType::kVector},
      {"hour", 1, 1, ValueType::kVector},
      {"label_join", 4, -1, ValueType::kVector},
      {"label_replace", 5, 0, ValueType::kVector},
      {"sort_by_label", 2, -1, ValueType::kVector},
      {"histogram_quantiles", 4, 9, ValueType::kVector},
  };
  for (const Case& c : kCases) {
    const Function* function = FindFunction(c.name);
    ASSERT_NE(function, nullptr) << c.name;
    EXPECT_EQ(function->arity(), c.arity) << c.name;
    EXPECT_EQ(function->variadic, c.variadic) << c.name;
    EXPECT_EQ(function->result, c.result) << c.name;
  }
}

TEST(Features, EnableByName) {
  Options options;
  EnableFeatures({"utf8-names", "native-histograms", "promql-binop-fill-modifiers"}, options);
  EXPECT_EQ(options.features, kUtf8Names | kBinopFillModifiers);
  EXPECT_FALSE(options.no_duration_expr);
  EnableFeatures({"no-promql-duration-expr"}, options);
  EXPECT_TRUE(options.no_duration_expr);
  EXPECT_EQ(FeatureName(kExtendedRangeSelectors), "promql-extended-range-selectors");
}

// ------------------------------------------------------------------ completeness, from the
// collected facts

std::string Spelled(const Version& v) {
  if (v == kNever) return "-";
  return std::to_string(v.major) + "." + std::to_string(v.minor) + "." + std::to_string(v.patch);
}

// One row of promql-since.txt, as we would write it.
std::string Describe(const Function& f) {
  constexpr std::string_view kNames[] = {"none", "scalar", "vector", "matrix", "string"};
  std::string text = "(";
  for (size_t i = 0; i < f.arity(); ++i) {
    if (i > 0) text += ',';
    text += kNames[static_cast<size_t>(f.args[i])];
  }
  if (f.variadic < 0) text += " [last repeats, 0 or more]";
  if (f.variadic > 0) {
    const size_t most = f.arity() - 1 + static_cast<size_t>(f.variadic);
    text += " [last optional, at most " + std::to_string(most) + " args]";
  }
  text += ") -> " + std::string(kNames[static_cast<size_t>(f.result)]);
  const Gate& gate = f.gate;
  text += " since " + Spelled(std::max(gate.since, Version{2}));
  text += " until " + Spelled(gate.until);
  text +=
      gate.feature == 0 ? " flag -" : " flag " + std::string(FeatureName(Feature(gate.feature)));
  return text + " free " + Spelled(gate.flag_free);
}

TEST(Functions, TableEqualsTheCollectedFacts) {
  const char* shared = std::getenv("PROMGATE_SHARED");
  const std::string folder = shared != nullptr ? shared : SourceFolder() + "/../shared";
  std::ifstream facts(folder + "/facts/promql-since.txt");
  if (!facts) GTEST_SKIP() << "facts/promql-since.txt is not here";
  std::map<std::string, std::string> want;
  for (std::string line; std::getline(facts, line);) {
    std::vector<std::string> columns;
    std::istringstream in(line);
    for (std::string column; std::getline(in, column, '\t');) columns.push_back(column);
    if (columns.size() < 7 || columns[0] != "function") continue;
    want[columns[1]] = columns[6].substr(0, columns[6].find(';')) + " since " + columns[2] +
                       " until " + columns[3] + " flag " + columns[4] + " free " + columns[5];
  }
  std::map<std::string, std::string> have;
  for (const Function& f : Functions()) have[std::string(f.name)] = Describe(f);
  EXPECT_EQ(have, want);
  EXPECT_GT(want.size(), 80u);
}

}  // namespace
}  // namespace promgate::promql
