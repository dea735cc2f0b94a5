#include "tests/diff/promql_grammar.h"

#include <vector>

#include "validate/promql/functions.h"

namespace promgate::diff {
namespace {

using promql::Function;

constexpr std::string_view kNames[] = {"up",         "http_requests_total",
                                       "a:b",        ":x",
                                       "_y",         "foo",
                                       "e5",         "inf",
                                       "nan",        "start",
                                       "end",        "step",
                                       "range",      "sum",
                                       "by",         "offset",
                                       "bool",       "on",
                                       "fill",       "min_of",
                                       "max_of",     "min",
                                       "anchored",   "smoothed",
                                       "group_left", "and"};
constexpr std::string_view kLabels[] = {"job", "instance", "__name__", "le",   "a_b",    "on",
                                        "sum", "bool",     "start",    "step", "offset", "inf"};
constexpr std::string_view kQuotes[] = {"\"", "'", "`"};
constexpr std::string_view kPieces[] = {
    "a",           "api",   ".*",   "0.5", " ",    "\\n",     "\\\"",   "\\'", "\\x41", "\\u00e9",
    "\\U0001F642", "\\101", "\\\\", "é",   "🙂", "(",       "[a-z]+", "\\d", "|",     "#",
    "{",           "}",     "\n",   "\\8", "\\x4", "\\ud800", "$1",     "prod"};
constexpr std::string_view kNumbers[] = {"0",
                                         "1",
                                         "2",
                                         "10",
                                         "1000000",
                                         ".5",
                                         "5.",
                                         "1e3",
                                         "1e-3",
                                         "1E+2",
                                         "0x1F",
                                         "0XaB",
                                         "017",
                                         "1_000",
                                         "1__0",
                                         "09",
                                         "1e",
                                         "0x",
                                         "1.e2",
                                         "Inf",
                                         "+Inf",
                                         "nan",
                                         "NaN",
                                         "iNF",
                                         "1e400",
                                         "0b11",
                                         "0o17",
                                         "1_",
                                         "9007199254740993",
                                         "1e21",
                                         "123456789.125"};
constexpr std::string_view kUnits[] = {"ms", "s", "m", "h", "d", "w", "y", "M", "sec"};
constexpr std::string_view kCounts[] = {"1", "5",  "30",  "90",        "100",
                                        "0", "01", "292", "9999999999"};
constexpr std::string_view kArithmetic[] = {"+", "-", "*", "/", "%", "^", "atan2", "</", ">/"};
constexpr std::string_view kComparisons[] = {"==", "!=", "<", "<=", ">", ">=", "=", "=~"};
constexpr std::string_view kSets[] = {"and", "or", "unless", "AND", "Or"};
constexpr std::string_view kPlainAggregates[] = {"sum",   "avg",    "count",  "min", "max",
                                                 "group", "stddev", "stdvar", "SUM"};
constexpr std::string_view kParameterAggregates[] = {"topk",         "bottomk", "quantile",
                                                     "count_values", "limitk",  "limit_ratio"};
constexpr std::string_view kGaps[] = {"", "", "", " ", " ", " ", "\n", "\t", " # note\n", "  "};
constexpr std::string_view kDurationOps[] = {"+", "-", "*", "/", "%", "^"};

}  // namespace

std::string PromqlGrammar::Gap() {
  return random_.Text(kGaps);
}

std::string PromqlGrammar::Expression() {
  constexpr Type kTypes[] = {Type::kVector, Type::kVector, Type::kVector, Type::kVector,
                             Type::kScalar, Type::kMatrix, Type::kString};
  return Gap() + OfType(random_.Pick(kTypes), static_cast<int>(random_.Below(4))) + Gap();
}

std::string PromqlGrammar::OfType(Type type, int depth) {
  constexpr Type kWrong[] = {Type::kVector, Type::kScalar, Type::kMatrix, Type::kString};
  if (random_.Chance(3)) type = random_.Pick(kWrong);
  if (random_.Chance(8)) return "(" + Gap() + OfType(type, depth) + Gap() + ")";
  switch (type) {
    case Type::kScalar:
      return Scalar(depth);
    case Type::kMatrix:
      return Matrix(depth);
    case Type::kString:
      return Quoted();
    default:
      return Vector(depth);
  }
}

std::string PromqlGrammar::Vector(int depth) {
  if (depth <= 0) return Selector() + Modifiers();
  switch (random_.Below(8)) {
    case 0:
    case 1:
      return CallOf(Type::kVector, depth - 1);
    case 2:
    case 3:
      return Aggregate(depth - 1);
    case 4:
    case 5:
      return Binary(Type::kVector, depth - 1);
    case 6:
      return (random_.Chance(70) ? "-" : "+") + Gap() + OfType(Type::kVector, depth - 1);
    default:
      return Selector() + Modifiers();
  }
}

std::string PromqlGrammar::Scalar(int depth) {
  if (depth <= 0) return random_.Chance(80) ? Number() : DurationText();
  switch (random_.Below(4)) {
    case 0:
      return CallOf(Type::kScalar, depth - 1);
    case 1:
      return Binary(Type::kScalar, depth - 1);
    case 2:
      return (random_.Chance(70) ? "-" : "+") + Gap() + OfType(Type::kScalar, depth - 1);
    default:
      return Number();
  }
}

std::string PromqlGrammar::Matrix(int depth) {
  const std::string range = Gap() + (random_.Chance(60) ? DurationText() : DurationExpr(2)) + Gap();
  constexpr std::string_view kExtended[] = {" anchored", " smoothed", ""};
  if (random_.Chance(70)) {
    const bool extended = random_.Chance(10);
    return Selector() + "[" + range + "]" + (extended ? random_.Text(kExtended) : "") + Modifiers();
  }
  const std::string step = random_.Chance(50)   ? ""
                           : random_.Chance(60) ? DurationText()
                                                : DurationExpr(2);
  return OfType(Type::kVector, depth - 1) + "[" + range + ":" + Gap() + step + "]" + Modifiers();
}

// ------------------------------------------------------------------ selectors

std::string PromqlGrammar::Selector() {
  if (random_.Chance(12)) return Matchers();
  return random_.Text(kNames) + Gap() + (random_.Chance(45) ? Matchers() : "");
}

std::string PromqlGrammar::Matchers() {
  constexpr std::string_view kOps[] = {"=", "=", "!=", "=~", "!~", "==", "~"};
  std::string out = "{" + Gap();
  const size_t count = random_.Below(4);
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) out += "," + Gap();
    if (random_.Chance(10)) {
      out += Quoted();
    } else {
      const std::string op =
          random_.Chance(96) ? random_.Text(std::span(kOps).first(5)) : random_.Text(kOps);
      out += LabelName() + Gap() + op + Gap() + Quoted();
    }
    out += Gap();
  }
  if (count > 0 && random_.Chance(10)) out += ",";
  return out + "}";
}

std::string PromqlGrammar::Modifiers() {
  constexpr std::string_view kAt[] = {"start()", "end()", "end ( )", "1609746000", "-1.5", "+3",
                                      "1e3",     "Inf",   "NaN",     "start",      "5m",   "1e19"};
  std::string out;
  while (random_.Chance(18)) {
    if (random_.Chance(50)) {
      constexpr std::string_view kSigns[] = {"", "", "-", "+", "- "};
      out += " offset " + random_.Text(kSigns) +
             (random_.Chance(60) ? DurationText() : DurationExpr(1));
    } else {
      out += Gap() + "@" + Gap() + random_.Text(kAt);
    }
  }
  return out;
}

std::string PromqlGrammar::LabelName() {
  return random_.Chance(85) ? random_.Text(kLabels) : Quoted();
}

std::string PromqlGrammar::Quoted() {
  const std::string quote = random_.Text(kQuotes);
  std::string out = quote;
  for (size_t n = random_.Below(4); n > 0; --n) {
    // Most pieces are legal in most quotes.
    out += random_.Chance(70) ? random_.Text(std::span(kPieces).first(6)) : random_.Text(kPieces);
  }
  return out + quote;
}

// ------------------------------------------------------------------ operations

std::string PromqlGrammar::CallOf(Type result, int depth) {
  std::vector<const Function*> candidates;
  for (const Function& f : promql::Functions()) {
    if (f.result == result) candidates.push_back(&f);
  }
  const Function& f = *candidates[random_.Below(candidates.size())];
  size_t count = f.arity();
  if (f.variadic != 0 || random_.Chance(4)) count += random_.Below(3);
  if (count > 0 && (f.variadic != 0 ? random_.Chance(40) : random_.Chance(3))) --count;
  std::string out = std::string(f.name) + Gap() + "(";
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) out += "," + Gap();
    const size_t last = f.arity() == 0 ? 0 : f.arity() - 1;
    out += OfType(f.arity() == 0 ? Type::kScalar : f.args[std::min(i, last)], depth);
  }
  if (random_.Chance(2)) out += ",";
  return out + ")";
}

std::string PromqlGrammar::Aggregate(int depth) {
  const bool parameter = random_.Chance(35);
  const std::string op =
      parameter ? random_.Text(kParameterAggregates) : random_.Text(kPlainAggregates);
  const std::string grouping =
      random_.Chance(60) ? (random_.Chance(60) ? " by " : " without ") + Labels() : "";
  std::string body = "(" + Gap();
  if (parameter ? random_.Chance(97) : random_.Chance(3)) {
    body += OfType(op == "count_values" ? Type::kString : Type::kScalar, depth - 1) + "," + Gap();
  }
  body += OfType(Type::kVector, depth) + Gap() + ")";
  return random_.Chance(60) ? op + grouping + Gap() + body : op + Gap() + body + grouping;
}

std::string PromqlGrammar::Binary(Type type, int depth) {
  const bool scalars = type == Type::kScalar;
  const size_t family = random_.Below(3);
  std::string op = family == 0 ? random_.Text(kArithmetic)
                   : family == 1
                       ? random_.Text(std::span(kComparisons).first(random_.Chance(97) ? 6 : 8))
                       : random_.Text(scalars ? std::span<const std::string_view>(kArithmetic)
                                              : std::span<const std::string_view>(kSets));
  if (family == 1 && random_.Chance(scalars ? 90 : 25)) op += " bool";
  const Type left = scalars || random_.Chance(15) ? Type::kScalar : Type::kVector;
  const Type right = scalars || random_.Chance(25) ? Type::kScalar : Type::kVector;
  const bool matching = left == right && !scalars && random_.Chance(40);
  return OfType(left, depth) + " " + op + (matching ? Matching() : "") + " " + OfType(right, depth);
}

std::string PromqlGrammar::Matching() {
  constexpr std::string_view kGroups[] = {" group_left", " group_right"};
  constexpr std::string_view kFills[] = {" fill", " fill_left", " fill_right"};
  std::string out;
  if (random_.Chance(85)) out += (random_.Chance(60) ? " on" : " ignoring") + Gap() + Labels();
  if (random_.Chance(40)) out += random_.Text(kGroups) + (random_.Chance(60) ? Labels() : "");
  while (random_.Chance(12)) {
    out += random_.Text(kFills) + Gap() + "(" + (random_.Chance(20) ? "-" : "") + Number() + ")";
  }
  return out;
}

std::string PromqlGrammar::Labels() {
  std::string out = "(";
  for (size_t n = random_.Below(3); n > 0; --n) out += LabelName() + Gap() + "," + Gap();
  if (out.size() > 1 && random_.Chance(85)) out.resize(out.find_last_of(','));
  return out + ")";
}

// ------------------------------------------------------------------ numbers and durations

std::string PromqlGrammar::Number() {
  return random_.Text(random_.Chance(90) ? std::span(kNumbers).first(15) : std::span(kNumbers));
}

std::string PromqlGrammar::DurationText() {
  if (random_.Chance(8)) return Number();
  if (random_.Chance(75))
    return random_.Text(std::span(kCounts).first(5)) + random_.Text(std::span(kUnits).first(5));
  std::string out;
  for (size_t n = 1 + random_.Below(3); n > 0; --n)
    out += random_.Text(kCounts) + random_.Text(kUnits);
  return out;
}

std::string PromqlGrammar::DurationExpr(int depth) {
  constexpr std::string_view kCalls[] = {"step()", "range()", "step( )", "min(1m, 2m)", "range"};
  if (depth <= 0) return random_.Chance(80) ? DurationText() : random_.Text(kCalls);
  switch (random_.Below(5)) {
    case 0:
      return "(" + Gap() + DurationExpr(depth - 1) + Gap() + ")";
    case 1:
      return (random_.Chance(70) ? "-" : "+") + Gap() + DurationExpr(depth - 1);
    case 2:
      return (random_.Chance(50) ? "min_of(" : "max_of(") + DurationExpr(depth - 1) + "," + Gap() +
             DurationExpr(depth - 1) + ")";
    case 3:
      return DurationExpr(0);
    default:
      return DurationExpr(depth - 1) + Gap() + random_.Text(kDurationOps) + Gap() +
             DurationExpr(depth - 1);
  }
}

}  // namespace promgate::diff
