#pragma once
// The vocabulary of PromQL as one table: a row per symbol or word, from which come the lexer's
// lookup, the precedence of operators, which words may also be names, and how errors name a token.
//
// Precedence and the lists of names: the %left block and the metric_identifier and maybe_label
// rules of Prometheus' promql/parser/generated_parser.y.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "validate/promql/ast.h"
#include "validate/promql/syntax.h"

namespace promgate::promql {

enum class Token : uint8_t {
  // Classes: the text varies.
  kEnd,
  kError,
  kIdentifier,
  kMetricIdentifier,  // a name with a colon in it
  kString,
  kNumber,
  kDuration,
  // Punctuation.
  kLeftParen,
  kRightParen,
  kLeftBrace,
  kRightBrace,
  kLeftBracket,
  kRightBracket,
  kComma,
  kColon,
  kAssign,
  // Operators.
  kAdd,
  kSub,
  kMul,
  kDiv,
  kMod,
  kPow,
  kAtan2,
  kEql,
  kNeq,
  kLss,
  kLte,
  kGtr,
  kGte,
  kTrimUpper,
  kTrimLower,
  kAnd,
  kOr,
  kUnless,
  kMatchRegexp,
  kMatchNotRegexp,
  kAt,
  // Aggregations.
  kSum,
  kAvg,
  kCount,
  kMin,
  kMax,
  kGroup,
  kStddev,
  kStdvar,
  kTopk,
  kBottomk,
  kCountValues,
  kQuantile,
  kLimitk,
  kLimitRatio,
  // Modifiers.
  kBool,
  kBy,
  kWithout,
  kOn,
  kIgnoring,
  kGroupLeft,
  kGroupRight,
  kFill,
  kFillLeft,
  kFillRight,
  kOffset,
  kAnchored,
  kSmoothed,
  // Words that stand for a time or a duration.
  kStart,
  kEndWord,
  kStep,
  kRange,
  kMaxOf,
  kMinOf,
};

enum TokenFlag : uint16_t {
  kRightAssociative = 1u << 0,
  kComparison = 1u << 1,
  kSetOperator = 1u << 2,
  kSign = 1u << 3,  // + and - before an expression
  kMatchOperator = 1u << 4,
  kMetricName = 1u << 5,  // also a metric name where an expression may start
  kLabelName = 1u << 6,   // also a label name in a grouping
  kAggregation = 1u << 7,
  kParameter = 1u << 8,      // an aggregation with a parameter
  kCallable = 1u << 9,       // a function call when "(" follows
  kOperatorText = 1u << 10,  // errors show it as <op:…>
  kKeywordText = 1u << 11,   // errors show it as <…>
  kLiteral = 1u << 12,       // starts an expression without being a name
  kClosing = 1u << 13,       // may be the last token of an expression that is no plain name
};

struct Symbol {
  Token token;
  std::string_view spelling;  // of a class: what errors call it
  uint8_t precedence = 0;     // of a binary operator: larger binds tighter; 0: none
  uint16_t flags = 0;
  uint8_t code = 0;  // the Op or AggregateOp it stands for
  Syntax gate = Syntax::kAlways;
  Reserved reserved = {};  // versions in which the word was not also a name
};

namespace vocabulary {  // how rows are written

inline constexpr uint16_t kName = kMetricName | kLabelName;
inline constexpr uint16_t kAggregate = kName | kAggregation;
inline constexpr Reserved kUntil217 = {{0, 0}, {2, 17}};

constexpr Symbol Class(Token token, std::string_view what, uint16_t flags = 0) {
  return {token, what, 0, flags};
}
constexpr Symbol Operator(Token token, std::string_view text, uint8_t precedence, Op op,
                          uint16_t flags = 0, Syntax gate = Syntax::kAlways) {
  const auto all = static_cast<uint16_t>(flags | kOperatorText);
  const Reserved reserved = (flags & kMetricName) != 0 ? kUntil217 : Reserved{};
  return {token, text, precedence, all, static_cast<uint8_t>(op), gate, reserved};
}
constexpr Symbol Aggregation(Token token, std::string_view text, AggregateOp op, uint16_t flags = 0,
                             Syntax gate = Syntax::kAlways) {
  const auto all = static_cast<uint16_t>(flags | kAggregate);
  // A newer aggregation was a plain word before it came.
  const Reserved reserved = gate == Syntax::kAlways ? kUntil217 : Reserved{};
  return {token, text, 0, all, static_cast<uint8_t>(op), gate, reserved};
}
constexpr Symbol Modifier(Token token, std::string_view text, uint16_t flags,
                          Syntax gate = Syntax::kAlways, Reserved reserved = {}) {
  return {token, text, 0, static_cast<uint16_t>(flags | kKeywordText), 0, gate, reserved};
}
constexpr Symbol TimeWord(Token token, std::string_view text, Reserved reserved = {}) {
  return {token, text, 0, kName | kCallable, 0, Syntax::kAlways, reserved};
}

inline constexpr std::array kSymbols = [] {
  constexpr Reserved kAtWords = {{2, 25}, {2, 29}};
  constexpr Reserved kExtendedWords = {{3, 7}, {3, 7, 2}};
  return std::array{
      Class(Token::kEnd, "end of input"),
      Class(Token::kError, "error"),
      Class(Token::kIdentifier, "identifier", kName | kCallable),
      Class(Token::kMetricIdentifier, "metric identifier", kName),
      Class(Token::kString, "string", kLiteral),
      Class(Token::kNumber, "number", kLiteral | kClosing),
      Class(Token::kDuration, "duration", kLiteral | kClosing),

      Class(Token::kLeftParen, "(", kLiteral),
      Class(Token::kRightParen, ")", kClosing),
      Class(Token::kLeftBrace, "{", kLiteral),
      Class(Token::kRightBrace, "}", kClosing),
      Class(Token::kLeftBracket, "["),
      Class(Token::kRightBracket, "]", kClosing),
      Class(Token::kComma, ","),
      Class(Token::kColon, ":"),
      Class(Token::kAssign, "=", kMatchOperator),

      Operator(Token::kAdd, "+", 4, Op::kAdd, kSign | kLiteral),
      Operator(Token::kSub, "-", 4, Op::kSub, kSign | kLiteral),
      Operator(Token::kMul, "*", 5, Op::kMul),
      Operator(Token::kDiv, "/", 5, Op::kDiv),
      Operator(Token::kMod, "%", 5, Op::kMod),
      Operator(Token::kPow, "^", 6, Op::kPow, kRightAssociative),
      Operator(Token::kAtan2, "atan2", 5, Op::kAtan2, kLabelName, Syntax::kAtan2),
      Operator(Token::kEql, "==", 3, Op::kEql, kComparison),
      Operator(Token::kNeq, "!=", 3, Op::kNeq, kComparison | kMatchOperator),
      Operator(Token::kLss, "<", 3, Op::kLss, kComparison),
      Operator(Token::kLte, "<=", 3, Op::kLte, kComparison),
      Operator(Token::kGtr, ">", 3, Op::kGtr, kComparison),
      Operator(Token::kGte, ">=", 3, Op::kGte, kComparison),
      Operator(Token::kTrimUpper, "</", 3, Op::kTrimUpper, 0, Syntax::kTrim),
      Operator(Token::kTrimLower, ">/", 3, Op::kTrimLower, 0, Syntax::kTrim),
      Operator(Token::kAnd, "and", 2, Op::kAnd, kSetOperator | kName),
      Operator(Token::kOr, "or", 1, Op::kOr, kSetOperator | kName),
      Operator(Token::kUnless, "unless", 2, Op::kUnless, kSetOperator | kName),
      Class(Token::kMatchRegexp, "=~", kMatchOperator | kOperatorText),
      Class(Token::kMatchNotRegexp, "!~", kMatchOperator | kOperatorText),
      Class(Token::kAt, "@", kOperatorText),

      Aggregation(Token::kSum, "sum", AggregateOp::kSum),
      Aggregation(Token::kAvg, "avg", AggregateOp::kAvg),
      Aggregation(Token::kCount, "count", AggregateOp::kCount),
      Aggregation(Token::kMin, "min", AggregateOp::kMin),
      Aggregation(Token::kMax, "max", AggregateOp::kMax),
      Aggregation(Token::kGroup, "group", AggregateOp::kGroup, 0, Syntax::kGroup),
      Aggregation(Token::kStddev, "stddev", AggregateOp::kStddev),
      Aggregation(Token::kStdvar, "stdvar", AggregateOp::kStdvar),
      Aggregation(Token::kTopk, "topk", AggregateOp::kTopk, kParameter),
      Aggregation(Token::kBottomk, "bottomk", AggregateOp::kBottomk, kParameter),
      Aggregation(Token::kCountValues, "count_values", AggregateOp::kCountValues, kParameter),
      Aggregation(Token::kQuantile, "quantile", AggregateOp::kQuantile, kParameter),
      Aggregation(Token::kLimitk, "limitk", AggregateOp::kLimitk, kParameter, Syntax::kLimitk),
      Aggregation(Token::kLimitRatio, "limit_ratio", AggregateOp::kLimitRatio, kParameter,
                  Syntax::kLimitRatio),

      Modifier(Token::kBool, "bool", kLabelName),
      Modifier(Token::kBy, "by", kName, Syntax::kAlways, kUntil217),
      Modifier(Token::kWithout, "without", kMetricName, Syntax::kAlways, {{0, 0}, {2, 20}}),
      Modifier(Token::kOn, "on", kLabelName),
      Modifier(Token::kIgnoring, "ignoring", kLabelName),
      Modifier(Token::kGroupLeft, "group_left", kLabelName),
      Modifier(Token::kGroupRight, "group_right", kLabelName),
      Modifier(Token::kFill, "fill", kName, Syntax::kFill),
      Modifier(Token::kFillLeft, "fill_left", kName, Syntax::kFill),
      Modifier(Token::kFillRight, "fill_right", kName, Syntax::kFill),
      Modifier(Token::kOffset, "offset", kName, Syntax::kAlways, kUntil217),
      Modifier(Token::kAnchored, "anchored", kName, Syntax::kAnchored, kExtendedWords),
      Modifier(Token::kSmoothed, "smoothed", kName, Syntax::kSmoothed, kExtendedWords),

      TimeWord(Token::kStart, "start", kAtWords),
      TimeWord(Token::kEndWord, "end", kAtWords),
      TimeWord(Token::kStep, "step"),
      TimeWord(Token::kRange, "range"),
      TimeWord(Token::kMaxOf, "max_of"),
      TimeWord(Token::kMinOf, "min_of"),
  };
}();

}  // namespace vocabulary

using vocabulary::kSymbols;

constexpr const Symbol& Info(Token token) {
  return kSymbols[static_cast<size_t>(token)];
}
constexpr bool Is(Token token, uint16_t flags) {
  return (Info(token).flags & flags) != 0;
}

// The token of a word: a keyword in any case, a number (inf, nan) or kIdentifier. `word` holds no
// colon.
Token FindWord(std::string_view word);

// A token in an error message, as Prometheus words it: `<op:+>`, `identifier "x"`, `end of input`.
std::string Describe(Token token, std::string_view text);

}  // namespace promgate::promql
