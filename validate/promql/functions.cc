#include "validate/promql/functions.h"

#include <algorithm>

namespace promgate::promql {
namespace {

constexpr ValueType kScalar = ValueType::kScalar;
constexpr ValueType kVector = ValueType::kVector;
constexpr ValueType kMatrix = ValueType::kMatrix;
constexpr ValueType kString = ValueType::kString;

constexpr Gate Since(int major, int minor) {
  return {Version{major, minor}};
}

// Behind promql-experimental-functions, until `flag_free` if that comes.
constexpr Gate Experimental(int major, int minor, Version flag_free = kNever) {
  return {Version{major, minor}, kNever, kExperimentalFunctions, flag_free};
}

constexpr Gate Removed(Version until) {
  return {Version{}, until};
}

// Name, result, arguments, variadic, gate. No gate: in every version we target (2.0 or older).
constexpr Function kFunctions[] = {
    {"abs", kVector, {kVector}},
    {"absent", kVector, {kVector}},
    {"absent_over_time", kVector, {kMatrix}, 0, Since(2, 16)},
    {"acos", kVector, {kVector}, 0, Since(2, 31)},
    {"acosh", kVector, {kVector}, 0, Since(2, 31)},
    {"asin", kVector, {kVector}, 0, Since(2, 31)},
    {"asinh", kVector, {kVector}, 0, Since(2, 31)},
    {"atan", kVector, {kVector}, 0, Since(2, 31)},
    {"atanh", kVector, {kVector}, 0, Since(2, 31)},
    {"avg_over_time", kVector, {kMatrix}},
    {"ceil", kVector, {kVector}},
    {"changes", kVector, {kMatrix}},
    {"clamp", kVector, {kVector, kScalar, kScalar}, 0, Since(2, 26)},
    {"clamp_max", kVector, {kVector, kScalar}},
    {"clamp_min", kVector, {kVector, kScalar}},
    {"cos", kVector, {kVector}, 0, Since(2, 31)},
    {"cosh", kVector, {kVector}, 0, Since(2, 31)},
    {"count_over_time", kVector, {kMatrix}},
    {"day_of_month", kVector, {kVector}, 1},
    {"day_of_week", kVector, {kVector}, 1},
    {"day_of_year", kVector, {kVector}, 1, Since(2, 36)},
    {"days_in_month", kVector, {kVector}, 1},
    {"deg", kVector, {kVector}, 0, Since(2, 31)},
    {"delta", kVector, {kMatrix}},
    {"deriv", kVector, {kMatrix}},
    {"double_exponential_smoothing", kVector, {kMatrix, kScalar, kScalar}, 0, Experimental(3, 0)},
    {"end", kScalar, {}, 0, Experimental(3, 12)},
    {"exp", kVector, {kVector}},
    {"first_over_time", kVector, {kMatrix}, 0, Experimental(3, 7, Version{3, 14})},
    {"floor", kVector, {kVector}},
    {"histogram_avg", kVector, {kVector}, 0, Since(2, 51)},
    {"histogram_count", kVector, {kVector}, 0, Since(2, 40)},
    {"histogram_fraction", kVector, {kScalar, kScalar, kVector}, 0, Since(2, 40)},
    {"histogram_quantile", kVector, {kScalar, kVector}},
    {"histogram_quantiles", kVector, {kVector, kString, kScalar, kScalar}, 9, Experimental(3, 11)},
    {"histogram_stddev", kVector, {kVector}, 0, Since(2, 47)},
    {"histogram_stdvar", kVector, {kVector}, 0, Since(2, 47)},
    {"histogram_sum", kVector, {kVector}, 0, Since(2, 40)},
    {"holt_winters", kVector, {kMatrix, kScalar, kScalar}, 0, Removed(Version{3, 0})},
    {"hour", kVector, {kVector}, 1},
    {"idelta", kVector, {kMatrix}},
    {"increase", kVector, {kMatrix}},
    {"info", kVector, {kVector, kVector}, 1, Experimental(2, 55)},
    {"irate", kVector, {kMatrix}},
    {"label_join", kVector, {kVector, kString, kString, kString}, -1},
    {"label_replace", kVector, {kVector, kString, kString, kString, kString}},
    {"last_over_time", kVector, {kMatrix}, 0, Since(2, 26)},
    {"ln", kVector, {kVector}},
    {"log10", kVector, {kVector}},
    {"log2", kVector, {kVector}},
    {"mad_over_time", kVector, {kMatrix}, 0, Experimental(2, 49)},
    {"max_of", kScalar, {kScalar, kScalar}, 0, Experimental(3, 13)},
    {"max_over_time", kVector, {kMatrix}},
    {"min_of", kScalar, {kScalar, kScalar}, 0, Experimental(3, 13)},
    {"min_over_time", kVector, {kMatrix}},
    {"minute", kVector, {kVector}, 1},
    {"month", kVector, {kVector}, 1},
    {"pi", kScalar, {}, 0, Since(2, 31)},
    {"predict_linear", kVector, {kMatrix, kScalar}},
    {"present_over_time", kVector, {kMatrix}, 0, Since(2, 29)},
    {"quantile_over_time", kVector, {kScalar, kMatrix}},
    {"rad", kVector, {kVector}, 0, Since(2, 31)},
    {"range", kScalar, {}, 0, Experimental(3, 12)},
    {"rate", kVector, {kMatrix}},
    {"resets", kVector, {kMatrix}},
    {"round", kVector, {kVector, kScalar}, 1},
    {"scalar", kScalar, {kVector}},
    {"sgn", kVector, {kVector}, 0, Since(2, 26)},
    {"sin", kVector, {kVector}, 0, Since(2, 31)},
    {"sinh", kVector, {kVector}, 0, Since(2, 31)},
    {"sort", kVector, {kVector}},
    {"sort_by_label", kVector, {kVector, kString}, -1, Experimental(2, 49)},
    {"sort_by_label_desc", kVector, {kVector, kString}, -1, Experimental(2, 49)},
    {"sort_desc", kVector, {kVector}},
    {"sqrt", kVector, {kVector}},
    {"start", kScalar, {}, 0, Experimental(3, 12)},
    {"start_timestamp", kVector, {kVector}, 0, Experimental(3, 14)},
    {"stddev_over_time", kVector, {kMatrix}},
    {"stdvar_over_time", kVector, {kMatrix}},
    {"step", kScalar, {}, 0, Experimental(3, 12)},
    {"sum_over_time", kVector, {kMatrix}},
    {"tan", kVector, {kVector}, 0, Since(2, 31)},
    {"tanh", kVector, {kVector}, 0, Since(2, 31)},
    {"time", kScalar, {}},
    {"timestamp", kVector, {kVector}},
    {"ts_of_first_over_time", kVector, {kMatrix}, 0, Experimental(3, 7)},
    {"ts_of_last_over_time", kVector, {kMatrix}, 0, Experimental(3, 5)},
    {"ts_of_max_over_time", kVector, {kMatrix}, 0, Experimental(3, 5)},
    {"ts_of_min_over_time", kVector, {kMatrix}, 0, Experimental(3, 5)},
    {"vector", kVector, {kScalar}},
    {"year", kVector, {kVector}, 1},
};

constexpr bool IsSorted() {
  for (size_t i = 1; i < std::size(kFunctions); ++i) {
    if (kFunctions[i - 1].name >= kFunctions[i].name) return false;
  }
  return true;
}
static_assert(IsSorted(), "FindFunction searches by halves");

}  // namespace

size_t Function::arity() const {
  return static_cast<size_t>(std::find(args.begin(), args.end(), ValueType::kNone) - args.begin());
}

const Function* FindFunction(std::string_view name) {
  const Function* row =
      std::lower_bound(std::begin(kFunctions), std::end(kFunctions), name,
                       [](const Function& f, std::string_view n) { return f.name < n; });
  return row != std::end(kFunctions) && row->name == name ? row : nullptr;
}

std::span<const Function> Functions() {
  return kFunctions;
}

}  // namespace promgate::promql
