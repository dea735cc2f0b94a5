#pragma once
// The productions of PromQL: tokens -> tree, by precedence climbing. One member function a grammar
// rule, the rule as its comment; the rules live in parse_*.cc. Only parser.cc uses this; everybody
// else calls Parse().
//
// Errors: the first *syntax* error ends the parse: from then on every token reads as kEnd and
// further errors are dropped, so productions unwind by themselves and need no checks beyond not
// touching null children. Semantic errors (unknown function, range on a sum) are collected and the
// parse goes on. The lookahead is read lazily, as Prometheus' LALR parser does: which error comes
// first depends on it.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "validate/promql/errors.h"
#include "validate/promql/lexer.h"

namespace promgate::promql {

class Grammar {
 public:
  // All three must outlive this.
  Grammar(std::string_view text, const Options& options, ErrorList& errors);

  // start : [expr]. Null if there are errors.
  ExprPtr Start();

 private:
  // What an unexpected token is told to be in: "unexpected X in `in`, expected `expected`".
  struct Context {
    std::string_view in, expected;
  };
  // Within its life syntax errors name the given context.
  class InContext {
   public:
    InContext(Grammar& grammar, Context context)
        : grammar_(grammar), outer_(std::exchange(grammar.context_, context)) {}
    ~InContext() { grammar_.context_ = outer_; }
    InContext(const InContext&) = delete;
    InContext& operator=(const InContext&) = delete;

   private:
    Grammar& grammar_;
    Context outer_;
  };
  // Within its life the recursion is one deeper; too deep fails the parse, which ends the
  // recursion.
  class Nested {
   public:
    explicit Nested(Grammar& grammar);
    ~Nested() { --grammar_.depth_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

   private:
    Grammar& grammar_;
  };

  // parse_expression.cc
  ExprPtr Expression(uint8_t min_precedence = 1);
  ExprPtr UnaryExpr();
  ExprPtr Operand();
  ExprPtr ParenExpr();
  ExprPtr Named();
  ExprPtr Literal();

  // parse_binary.cc
  ExprPtr BinaryExpr(ExprPtr lhs, const Lexeme& op);
  std::unique_ptr<VectorMatching> BinaryModifiers(bool& return_bool);
  void GroupModifiers(VectorMatching& matching);
  void FillModifiers(VectorMatching& matching);
  double FillValue();

  // parse_call.cc
  ExprPtr FunctionCall(const Lexeme& name);
  ExprPtr AggregateExpr(const Lexeme& op);
  bool AggregateModifier(Aggregate& aggregate);
  void TakeArguments(Aggregate& aggregate, const Lexeme& op, std::vector<ExprPtr> args, Span span);
  std::vector<ExprPtr> Arguments();
  std::vector<std::string> GroupingLabels();
  std::string GroupingLabel();

  // parse_selector.cc
  ExprPtr Selector(const Lexeme* name);
  void LabelMatchers(std::vector<Matcher>& matchers);
  void LabelMatcher(std::vector<Matcher>& matchers);
  void CheckRegex(const Matcher& matcher, Span span);

  // parse_modifier.cc
  ExprPtr Postfix(ExprPtr expr);
  ExprPtr RangeOrSubquery(ExprPtr expr);
  ExprPtr MatrixExpr(ExprPtr expr, ExprPtr range, Span brackets);
  ExprPtr SubqueryExpr(ExprPtr expr, ExprPtr range);
  void OffsetModifier(Expr& expr);
  void AtModifier(Expr& expr);
  void AtTimestamp(Expr& expr, double seconds);
  void SetAt(Expr& expr, At at);
  void ExtendedModifier(Expr& expr);
  Modifiers* ModifiersOf(Expr& expr, std::string_view modifier);

  // parse_duration.cc
  bool IsDurationWord(Token token) const;
  ExprPtr PositiveDuration();
  ExprPtr OffsetDuration();
  ExprPtr DurationExpr(uint8_t min_precedence = 1);
  ExprPtr DurationTail(ExprPtr lhs, uint8_t min_precedence);
  ExprPtr BinaryDuration(ExprPtr lhs, const Lexeme& op, ExprPtr rhs);
  ExprPtr DurationOperand();
  ExprPtr Enclosed();
  ExprPtr AllowedCall();
  ExprPtr DurationCall();
  ExprPtr DurationLiteral(const Lexeme* sign);
  ExprPtr SignedDuration(const Lexeme& sign, ExprPtr operand);
  ExprPtr SignNode(Span span, const Lexeme& sign, ExprPtr operand);
  void AllowDuration(Syntax syntax, Span span);  // Allow, or off by no_duration_expr

  // grammar.cc
  const Lexeme& Ahead() {
    if (!have_) ReadAhead();
    return ahead_;
  }
  Token Look() { return Ahead().token; }
  void ReadAhead();
  Lexeme Take();
  bool Accept(Token token);
  void Expect(Token token);
  bool StartsExpression(Token token) const;

  double NumberOf(const Lexeme& lexeme);  // of kNumber and kDuration

  void Report(Span span, std::string message);  // and go on
  void Fail(Span span, std::string message);    // and give up
  void GiveUp();
  void Unexpected() { Unexpected(context_); }
  void Unexpected(Context context);
  bool Allow(Syntax syntax, Span span);  // reports what these options do not have

  // A node; of null children none is made. `below`: the greatest height among the children.
  template <class T>
  ExprPtr Make(Span span, T node, uint32_t below = 0) {
    if (failed_) return nullptr;
    if (below >= kMaxDepth) {
      Fail(span, kTooDeep);
      return nullptr;
    }
    auto expr = std::make_unique<Expr>();
    expr->span = span;
    expr->height = below + 1;
    expr->node.emplace<T>(std::move(node));
    return expr;
  }

  // A sign binds as * does, so its operand is what binds tighter.
  static constexpr uint8_t kSignPrecedence = Info(Token::kMul).precedence + 1;
  static constexpr const char* kTooDeep = "expression is nested too deeply";

  const Options& options_;
  const bool has_min_max_;  // min() and max() are words of durations in this version
  Lexer lexer_;
  Lexeme ahead_;
  bool have_ = false;
  bool failed_ = false;
  uint32_t end_ = 0;  // of the token taken last
  // End of the last token read (the lookahead too) that may close an expression; where Prometheus
  // takes selectors and aggregations to end.
  uint32_t closing_ = 0;
  uint32_t depth_ = 0;
  Context context_;
  ErrorList& errors_;
};

inline Span SpanOf(const Lexeme& lexeme) {
  return {lexeme.start, lexeme.end()};
}

}  // namespace promgate::promql
