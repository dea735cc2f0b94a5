#include "validate/promql/printer.h"

#include <array>

#include "validate/promql/writer.h"

namespace promgate::promql {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 18> kOps = {"+",     "-",  "*",  "/",   "%",  "^",
                                                   "atan2", "==", "!=", "<",   "<=", ">",
                                                   ">=",    "</", ">/", "and", "or", "unless"};
static_assert(kOps[static_cast<size_t>(Op::kUnless)] == "unless");

constexpr std::array<std::string_view, 14> kAggregates = {
    "sum",    "avg",  "count",   "min",          "max",      "group",  "stddev",
    "stdvar", "topk", "bottomk", "count_values", "quantile", "limitk", "limit_ratio"};
static_assert(kAggregates[static_cast<size_t>(AggregateOp::kLimitRatio)] == "limit_ratio");

constexpr std::array<std::string_view, 4> kMatchOps = {"=", "!=", "=~", "!~"};
static_assert(kMatchOps[static_cast<size_t>(MatchOp::kNotRegexp)] == "!~");

}  // namespace

std::string_view OpText(Op op) {
  return kOps[static_cast<size_t>(op)];
}
std::string_view AggregateText(AggregateOp op) {
  return kAggregates[static_cast<size_t>(op)];
}
std::string_view MatchOpText(MatchOp op) {
  return kMatchOps[static_cast<size_t>(op)];
}

std::string Print(const Expr& expr) {
  Writer writer;
  writer.Write(expr);
  return std::move(writer).Take();
}

}  // namespace promgate::promql
