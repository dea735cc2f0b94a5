#include "validate/rule_expression.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/strings.h"
#include "validate/promql/functions.h"
#include "validate/promql/parser.h"
#include "validate/promql/printer.h"

namespace promgate {
namespace {

// More from one expression are echoes of the first.
constexpr size_t kMaxErrors = 10;

// What Prometheus says where a feature is off, without saying which.
struct FeatureMessage {
  std::string_view part;
  promql::Feature feature;
};
constexpr FeatureMessage kFeatureMessages[] = {
    {"anchored modifier is experimental and not enabled", promql::kExtendedRangeSelectors},
    {"smoothed modifier is experimental and not enabled", promql::kExtendedRangeSelectors},
    {"binop fill modifiers are experimental and not enabled", promql::kBinopFillModifiers},
    {"experimental duration expression is not enabled", promql::kDurationExpr},
};

std::string NeedsFeature(uint32_t feature) {
  const std::string_view name = promql::FeatureName(static_cast<promql::Feature>(feature));
  return name.empty()
             ? std::string()
             : StrCat({"; a Prometheus started with --enable-feature=", name, " takes it"});
}

// What is between the first pair of quotes; empty when there is none.
std::string_view Quoted(std::string_view message) {
  const size_t open = message.find('"');
  if (open == message.npos) return {};
  const size_t close = message.find('"', open + 1);
  return close == message.npos ? std::string_view() : message.substr(open + 1, close - open - 1);
}

std::string_view NearestFunction(std::string_view name, const promql::Options& options) {
  std::vector<std::string_view> names;
  for (const promql::Function& function : promql::Functions()) {
    if (promql::Check(function.gate, options) == promql::Availability::kYes)
      names.push_back(function.name);
  }
  for (int op = 0; op <= static_cast<int>(promql::AggregateOp::kLimitRatio); ++op) {
    names.push_back(promql::AggregateText(static_cast<promql::AggregateOp>(op)));
  }
  // Of two that are equally near, the one that is `name` and more: "rat" is rate, not rad.
  std::stable_partition(names.begin(), names.end(),
                        [&](std::string_view known) { return known.starts_with(name); });
  return NearestName(name, names);
}

std::string AdviceOnFunction(std::string_view name, const promql::Options& options) {
  if (const promql::Function* function = promql::FindFunction(name)) {
    switch (promql::Check(function->gate, options)) {
      case promql::Availability::kNeedsFeature:
        return NeedsFeature(function->gate.feature);
      case promql::Availability::kRemoved:
        return StrCat({"; Prometheus ", function->gate.until.Text(), " removed it"});
      default:
        return {};
    }
  }
  const std::string_view nearest = NearestFunction(name, options);
  return nearest.empty() ? std::string() : StrCat({"; did you mean ", GoQuote(nearest), "?"});
}

// How to mend it, where that can be told; starts with "; ".
std::string Advice(std::string_view message, const promql::Options& options) {
  if (message.starts_with("unknown function with name ") || message.starts_with("function \"")) {
    return AdviceOnFunction(Quoted(message), options);
  }
  for (const FeatureMessage& row : kFeatureMessages) {
    if (message.find(row.part) != message.npos) return NeedsFeature(row.feature);
  }
  return {};
}

void ReportError(const Field& at, std::string_view text, const promql::ParseError& error,
                 const promql::Options& options, Problems& problems) {
  const promql::LineColumn place = promql::Locate(text, error.span.start);
  problems.Invalid(
      at, "promql/syntax",
      StrCat({"must be valid PromQL: ", std::to_string(place.line), ":",
              std::to_string(place.column), ": ", error.message, Advice(error.message, options)}),
      ValueSpan{error.span.start, error.span.end});
}

void ReportType(const Field& at, const promql::ParseResult& parsed, Problems& problems) {
  const bool range = parsed.type == promql::ValueType::kMatrix;
  problems.Invalid(
      at, "rule/result-type",
      StrCat({"must give an instant vector or a scalar, but this is a ",
              promql::DocumentedType(parsed.type), ": each evaluation of the rule would fail",
              range ? "; wrap it in a function such as rate() or max_over_time()" : ""}),
      ValueSpan{parsed.expr->span.start, parsed.expr->span.end});
}

}  // namespace

void CheckRuleExpression(const Field& at, std::string_view text, const Context& context,
                         Problems& problems) {
  const promql::ParseResult parsed = promql::Parse(text, context.promql);
  for (size_t i = 0; i < std::min(parsed.errors.size(), kMaxErrors); ++i) {
    ReportError(at, text, parsed.errors[i], context.promql, problems);
  }
  if (!parsed.ok()) return;
  if (parsed.type != promql::ValueType::kVector && parsed.type != promql::ValueType::kScalar) {
    ReportType(at, parsed, problems);
  }
}

}  // namespace promgate
