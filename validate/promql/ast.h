#pragma once
// What a PromQL expression is: the tree that Parse makes and the printers, checks and lint passes
// visit.
//
// A value type: nodes own their children, strings are unquoted copies, spans are half-open byte
// ranges of the text that was parsed. Every pass is one std::visit over Expr::node; adding a node
// type breaks each of them at compile time, which is the intention.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace promgate::promql {

struct Function;  // functions.h: a row of the signature table

enum class ValueType : uint8_t { kNone, kScalar, kVector, kMatrix, kString };

struct Span {
  uint32_t start = 0, end = 0;
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

// Operators of binary and unary expressions, and of arithmetic on durations.
enum class Op : uint8_t {
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
  kTrimLower,  // </ and >/
  kAnd,
  kOr,
  kUnless,
};

enum class AggregateOp : uint8_t {
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
};

struct Number {
  double value = 0;       // of a duration: seconds
  bool duration = false;  // written as a duration (5m): prints as one
};

struct String {
  std::string value;
};

enum class MatchOp : uint8_t { kEqual, kNotEqual, kRegexp, kNotRegexp };

struct Matcher {
  MatchOp op = MatchOp::kEqual;
  std::string name;
  std::string value;
};

// Arithmetic in duration position: [5m*2], offset -(step()/2), [max_of(step(), 1m)].
// Its operands are Number or Duration expressions.
// Its span leaves the parentheses out, as Prometheus counts it.
struct Duration {
  enum class Kind : uint8_t { kUnary, kBinary, kStep, kRange, kMinOf, kMaxOf } kind = Kind::kBinary;
  Op op = Op::kAdd;  // of kUnary and kBinary
  ExprPtr lhs;       // null for kUnary, kStep, kRange
  ExprPtr rhs;
  bool parens = false;  // stood in parentheses
};

// `@ 1234.5`, `@ start()`, `@ end()`.
struct At {
  enum class Kind : uint8_t { kNone, kTimestamp, kStart, kEnd } kind = Kind::kNone;
  int64_t milliseconds = 0;
};

// What may follow a selector or a subquery.
struct Modifiers {
  ExprPtr offset;  // Number (seconds, may be negative) or Duration; null when there is none or it
                   // is zero
  At at;
};

struct VectorSelector {
  std::string name;  // before the braces; empty when only matchers were given
  std::vector<Matcher>
      matchers;  // in source order, without the one that `name` implies. {"x"} is {__name__="x"}
  Modifiers modifiers;
  bool anchored = false, smoothed = false;
};

struct MatrixSelector {
  ExprPtr selector;  // a VectorSelector
  ExprPtr range;     // Number or Duration
};

struct Subquery {
  ExprPtr expr;
  ExprPtr range;  // Number or Duration
  ExprPtr step;   // null: the default
  Modifiers modifiers;
};

struct Call {
  const Function* function = nullptr;
  std::vector<ExprPtr> args;
};

struct Aggregate {
  AggregateOp op = AggregateOp::kSum;
  ExprPtr param;  // null when the operator takes none
  ExprPtr expr;
  std::vector<std::string> grouping;
  bool without = false;
  bool has_grouping = false;  // `sum by () (x)` as against `sum(x)`
};

enum class Cardinality : uint8_t { kOneToOne, kManyToOne, kOneToMany, kManyToMany };

struct VectorMatching {
  Cardinality cardinality = Cardinality::kOneToOne;
  bool on = false;                   // on (…) as against ignoring (…)
  std::vector<std::string> labels;   // as written, unquoted
  std::vector<std::string> include;  // of group_left / group_right
  std::optional<double> fill_left, fill_right;
};

struct Binary {
  Op op = Op::kAdd;
  ExprPtr lhs, rhs;
  bool return_bool = false;
  // Only between two vectors and only when written. Null: by all labels, one to one, or many to
  // many for a set operator.
  std::unique_ptr<VectorMatching> matching;
};

struct Unary {
  Op op = Op::kSub;  // kAdd or kSub
  ExprPtr expr;
};

struct Paren {
  ExprPtr expr;
};

struct Expr {
  Span span;
  uint32_t height = 1;  // nodes on the longest path down to a leaf, this one included; at most
                        // kMaxDepth (parser.h)
  std::variant<Number, String, VectorSelector, MatrixSelector, Subquery, Call, Aggregate, Binary,
               Unary, Paren, Duration>
      node;
};

// Lambdas as one visitor: std::visit(Overloaded{[](const Number&) {…}, …}, expr.node).
template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace promgate::promql
