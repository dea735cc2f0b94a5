// What may follow an operand: ranges, subqueries, offset, @, anchored and smoothed.

#include <cmath>
#include <cstdio>
#include <limits>

#include "base/strings.h"
#include "validate/promql/grammar.h"

namespace promgate::promql {
namespace {

constexpr double kInt64Limit = 9223372036854775808.0;  // 2^63
constexpr std::string_view kAnyDuration = "number, duration, step(), or range()";

// The selector that a range or a modifier applies to; null when there is none.
VectorSelector* SelectorOf(Expr& expr) {
  if (auto* matrix = std::get_if<MatrixSelector>(&expr.node)) {
    return std::get_if<VectorSelector>(&matrix->selector->node);
  }
  return std::get_if<VectorSelector>(&expr.node);
}

// As Go's %f.
std::string Fixed(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::string text(512, '\0');
  text.resize(static_cast<size_t>(std::snprintf(text.data(), text.size(), "%f", value)));
  return text;
}

// Milliseconds, as Go converts: what does not fit becomes the smallest integer (on amd64).
int64_t ToMilliseconds(double seconds) {
  const double milliseconds = std::round(seconds * 1000);
  if (milliseconds >= -kInt64Limit && milliseconds < kInt64Limit)
    return static_cast<int64_t>(milliseconds);
  return std::numeric_limits<int64_t>::min();
}

// An offset of no nanosecond is none.
bool IsZeroOffset(const Expr& offset) {
  const auto* number = std::get_if<Number>(&offset.node);
  return number != nullptr && std::round(number->value * 1e9) == 0;
}

bool IsNegative(const Expr& offset) {
  const auto* number = std::get_if<Number>(&offset.node);
  return number != nullptr && number->value < 0;
}

}  // namespace

// postfix : "[" … "]" | OFFSET … | "@" … | ANCHORED | SMOOTHED
ExprPtr Grammar::Postfix(ExprPtr expr) {
  for (;;) {
    switch (Look()) {
      case Token::kLeftBracket:
        expr = RangeOrSubquery(std::move(expr));
        break;
      case Token::kOffset:
        OffsetModifier(*expr);
        break;
      case Token::kAt:
        AtModifier(*expr);
        break;
      case Token::kAnchored:
      case Token::kSmoothed:
        ExtendedModifier(*expr);
        break;
      default:
        return expr;
    }
  }
}

// matrix_selector : expr "[" positive_duration_expr "]"
// subquery_expr   : expr "[" positive_duration_expr ":" [ positive_duration_expr ] "]"
ExprPtr Grammar::RangeOrSubquery(ExprPtr expr) {
  const Lexeme open = Take();
  bool spaced = Ahead().start != open.end();
  ExprPtr range;
  {
    const InContext context(*this, {"subquery or range selector", kAnyDuration});
    range = PositiveDuration();
  }
  if (Accept(Token::kColon)) return SubqueryExpr(std::move(expr), std::move(range));
  spaced |= Ahead().start != end_;
  if (!Accept(Token::kRightBracket)) Unexpected({"subquery or range", "\":\" or \"]\""});
  if (failed_) return nullptr;
  const Span brackets{open.start, end_};
  if (spaced) Allow(Syntax::kSpaceInRange, brackets);
  return MatrixExpr(std::move(expr), std::move(range), brackets);
}

ExprPtr Grammar::MatrixExpr(ExprPtr expr, ExprPtr range, Span brackets) {
  const auto* selector = std::get_if<VectorSelector>(&expr->node);
  if (selector == nullptr) {
    Report(brackets, "ranges only allowed for vector selectors");
  } else if (selector->modifiers.offset &&
             std::holds_alternative<Number>(selector->modifiers.offset->node)) {
    Report(brackets, "no offset modifiers allowed before range");
  } else if (selector->modifiers.at.kind == At::Kind::kTimestamp) {
    Report(brackets, "no @ modifiers allowed before range");
  }
  const Span span{expr->span.start, end_};
  const uint32_t below = std::max(expr->height, range->height);
  return Make(span, MatrixSelector{std::move(expr), std::move(range)}, below);
}

ExprPtr Grammar::SubqueryExpr(ExprPtr expr, ExprPtr range) {
  Subquery subquery;
  if (!Accept(Token::kRightBracket)) {
    {
      const InContext context(*this,
                              {"subquery selector", "number, duration, step(), range(), or \"]\""});
      subquery.step = PositiveDuration();
    }
    if (!Accept(Token::kRightBracket)) Unexpected({"subquery selector", "\"]\""});
  }
  if (failed_) return nullptr;
  const Span span{expr->span.start, end_};
  uint32_t below = std::max(expr->height, range->height);
  if (subquery.step) below = std::max(below, subquery.step->height);
  Allow(Syntax::kSubquery, span);
  subquery.expr = std::move(expr);
  subquery.range = std::move(range);
  return Make(span, std::move(subquery), below);
}

// What `modifier` sets on `expr`; null, and reported, when it is nothing that takes one.
Modifiers* Grammar::ModifiersOf(Expr& expr, std::string_view modifier) {
  if (auto* subquery = std::get_if<Subquery>(&expr.node)) return &subquery->modifiers;
  if (VectorSelector* selector = SelectorOf(expr)) return &selector->modifiers;
  if (std::holds_alternative<MatrixSelector>(expr.node)) {
    Report(expr.span, "ranges only allowed for vector selectors");
  } else {
    Report(expr.span, StrCat({modifier,
                              " modifier must be preceded by an instant vector selector or range "
                              "vector selector or a subquery"}));
  }
  return nullptr;
}

// offset_expr : expr OFFSET offset_duration_expr
void Grammar::OffsetModifier(Expr& expr) {
  Take();
  ExprPtr offset;
  {
    const InContext context(*this, {"offset", kAnyDuration});
    offset = OffsetDuration();
  }
  if (failed_) return;
  Modifiers* modifiers = ModifiersOf(expr, "offset");
  if (modifiers == nullptr) return;
  if (IsNegative(*offset)) Allow(Syntax::kNegativeOffset, offset->span);
  if (modifiers->offset) {
    Report(expr.span, "offset may not be set multiple times");
  } else if (!IsZeroOffset(*offset)) {
    modifiers->offset = std::move(offset);
  }
  expr.span.end = closing_;
}

// step_invariant_expr : expr "@" [ "+" | "-" ] ( NUMBER | DURATION ) | expr "@" ( START | END ) "("
// ")"
void Grammar::AtModifier(Expr& expr) {
  const InContext context(*this, {"@", "timestamp"});
  const Lexeme at = Take();
  const Lexeme sign = Ahead();
  if (Is(sign.token, kSign)) Take();
  if (Look() == Token::kNumber || Look() == Token::kDuration) {
    const double seconds = NumberOf(Take());
    Allow(Syntax::kAt, SpanOf(at));
    return AtTimestamp(expr, sign.token == Token::kSub ? -seconds : seconds);
  }
  if (Is(sign.token, kSign) || (Look() != Token::kStart && Look() != Token::kEndWord)) {
    return Unexpected();
  }
  const bool start = Take().token == Token::kStart;
  Expect(Token::kLeftParen);
  Expect(Token::kRightParen);
  Allow(Syntax::kAt, SpanOf(at));
  SetAt(expr, {start ? At::Kind::kStart : At::Kind::kEnd});
}

void Grammar::AtTimestamp(Expr& expr, double seconds) {
  if (!(seconds > -kInt64Limit && seconds < kInt64Limit)) {
    Report(expr.span, StrCat({"timestamp out of bounds for @ modifier: ", Fixed(seconds)}));
  }
  SetAt(expr, {At::Kind::kTimestamp, ToMilliseconds(seconds)});
}

void Grammar::SetAt(Expr& expr, At at) {
  if (failed_) return;
  Modifiers* modifiers = ModifiersOf(expr, "@");
  if (modifiers == nullptr) return;
  if (modifiers->at.kind != At::Kind::kNone) {
    return Report(expr.span, "@ <timestamp> may not be set multiple times");
  }
  modifiers->at = at;
  expr.span.end = end_;
}

// anchored_expr : expr ANCHORED     smoothed_expr : expr SMOOTHED
// The span of `expr` stays as it is, as Prometheus counts it.
void Grammar::ExtendedModifier(Expr& expr) {
  const Lexeme word = Take();
  const bool anchored = word.token == Token::kAnchored;
  const std::string_view name = Info(word.token).spelling;
  if (!Allow(Info(word.token).gate, expr.span)) return;
  if (std::holds_alternative<Subquery>(expr.node)) {
    return Report(expr.span, StrCat({name, " modifier is not supported for subqueries"}));
  }
  VectorSelector* selector = SelectorOf(expr);
  if (selector == nullptr) {
    // On a range of something else the range itself is the error.
    if (std::holds_alternative<MatrixSelector>(expr.node)) return;
    return Report(expr.span, StrCat({name, " modifier not implemented"}));
  }
  (anchored ? selector->anchored : selector->smoothed) = true;
  if (selector->anchored && selector->smoothed) {
    Report(expr.span, "anchored and smoothed modifiers cannot be used together");
  }
}

}  // namespace promgate::promql
