// Expressions: operators by precedence, signs, literals, parentheses, and what a name may begin.

#include <algorithm>

#include "base/strings.h"
#include "validate/promql/grammar.h"
#include "validate/promql/literal.h"

namespace promgate::promql {

// expr : unary_expr { operator bin_modifier expr }
ExprPtr Grammar::Expression(uint8_t min_precedence) {
  const Nested nested(*this);
  ExprPtr lhs = UnaryExpr();
  for (;;) {
    const uint8_t precedence = Info(Look()).precedence;
    if (precedence == 0 || precedence < min_precedence) return lhs;
    const Lexeme op = Take();
    lhs = BinaryExpr(std::move(lhs), op);
  }
}

// unary_expr : ( "+" | "-" ) expr | operand { postfix }
// The sign of a number is part of it.
ExprPtr Grammar::UnaryExpr() {
  if (!Is(Look(), kSign)) return Postfix(Operand());
  const Lexeme sign = Take();
  ExprPtr operand = Expression(kSignPrecedence);
  if (failed_) return nullptr;
  if (auto* number = std::get_if<Number>(&operand->node)) {
    if (sign.token == Token::kSub) number->value = -number->value;
    operand->span.start = sign.start;
    return operand;
  }
  const Span span{sign.start, operand->span.end};
  const uint32_t below = operand->height;
  return Make(span, Unary{static_cast<Op>(Info(sign.token).code), std::move(operand)}, below);
}

// operand : NUMBER | DURATION | STRING | "(" expr ")" | vector_selector | function_call |
// aggregate_expr
ExprPtr Grammar::Operand() {
  switch (Look()) {
    case Token::kNumber:
    case Token::kDuration:
    case Token::kString:
      return Literal();
    case Token::kLeftParen:
      return ParenExpr();
    case Token::kLeftBrace:
      return Selector(nullptr);
    default:
      break;
  }
  if (StartsExpression(Look())) return Named();
  Unexpected();
  return nullptr;
}

ExprPtr Grammar::Literal() {
  const Lexeme literal = Take();
  if (literal.token == Token::kString) return Make(SpanOf(literal), String{Unquote(literal.text)});
  const bool duration = literal.token == Token::kDuration;
  const double value = NumberOf(literal);
  if (duration) Allow(Syntax::kDurationAsNumber, SpanOf(literal));
  return Make(SpanOf(literal), Number{value, duration});
}

// paren_expr : "(" expr ")"
ExprPtr Grammar::ParenExpr() {
  const uint32_t start = Take().start;
  ExprPtr inner = Expression();
  Expect(Token::kRightParen);
  if (failed_) return nullptr;
  const uint32_t below = inner->height;
  return Make({start, end_}, Paren{std::move(inner)}, below);
}

// A word begins an aggregation or a call when a parenthesis (or a grouping) follows; else it is a
// metric.
ExprPtr Grammar::Named() {
  const Lexeme name = Take();
  const Token next = Look();
  const Symbol& symbol = Info(name.token);
  if (Is(name.token, kAggregation) &&
      (next == Token::kLeftParen || next == Token::kBy || next == Token::kWithout)) {
    return AggregateExpr(name);
  }
  if (Is(name.token, kCallable) && next == Token::kLeftParen) return FunctionCall(name);
  if (symbol.reserved.In(options_.target)) {
    Report(SpanOf(name), StrCat({"\"", name.text, "\" is a keyword and no name in Prometheus ",
                                 options_.target.Text()}));
  }
  return Selector(&name);
}

}  // namespace promgate::promql
