// Binary operators and their modifiers.

#include <algorithm>

#include "validate/promql/grammar.h"

namespace promgate::promql {

// What stands to the right of a binary operator: bin_modifier expr
ExprPtr Grammar::BinaryExpr(ExprPtr lhs, const Lexeme& op) {
  const Symbol& symbol = Info(op.token);
  Binary binary;
  binary.op = static_cast<Op>(symbol.code);
  binary.matching = BinaryModifiers(binary.return_bool);
  const bool right = Is(op.token, kRightAssociative);
  binary.rhs = Expression(static_cast<uint8_t>(symbol.precedence + (right ? 0 : 1)));
  if (failed_) return nullptr;
  const Span span{lhs->span.start, binary.rhs->span.end};
  Allow(symbol.gate, SpanOf(op));
  if (binary.matching && (binary.matching->fill_left || binary.matching->fill_right)) {
    Allow(Syntax::kFill, span);
  }
  const uint32_t below = std::max(lhs->height, binary.rhs->height);
  binary.lhs = std::move(lhs);
  return Make(span, std::move(binary), below);
}

// bin_modifier : [ BOOL ] [ ( ON | IGNORING ) grouping_labels [ group_modifier ] ] [ fill_modifiers
// ] Null when nothing but BOOL was there.
std::unique_ptr<VectorMatching> Grammar::BinaryModifiers(bool& return_bool) {
  return_bool = Accept(Token::kBool);
  std::unique_ptr<VectorMatching> matching;
  if (Look() == Token::kOn || Look() == Token::kIgnoring) {
    matching = std::make_unique<VectorMatching>();
    matching->on = Take().token == Token::kOn;
    matching->labels = GroupingLabels();
    GroupModifiers(*matching);
  }
  if (Look() >= Token::kFill && Look() <= Token::kFillRight) {
    if (!matching) matching = std::make_unique<VectorMatching>();
    FillModifiers(*matching);
  }
  return matching;
}

// group_modifier : ( GROUP_LEFT | GROUP_RIGHT ) [ grouping_labels ]
void Grammar::GroupModifiers(VectorMatching& matching) {
  if (Accept(Token::kGroupLeft)) {
    matching.cardinality = Cardinality::kManyToOne;
  } else if (Accept(Token::kGroupRight)) {
    matching.cardinality = Cardinality::kOneToMany;
  } else {
    return;
  }
  // Only what can begin the right operand may stand in place of the labels.
  if (Look() == Token::kLeftParen || !StartsExpression(Look())) matching.include = GroupingLabels();
}

// fill_modifiers : FILL fill_value | FILL_LEFT fill_value [ FILL_RIGHT fill_value ]
//                | FILL_RIGHT fill_value [ FILL_LEFT fill_value ]
void Grammar::FillModifiers(VectorMatching& matching) {
  const Token first = Take().token;
  const double value = FillValue();
  if (first != Token::kFillRight) matching.fill_left = value;
  if (first != Token::kFillLeft) matching.fill_right = value;
  if (first == Token::kFillLeft && Accept(Token::kFillRight)) matching.fill_right = FillValue();
  if (first == Token::kFillRight && Accept(Token::kFillLeft)) matching.fill_left = FillValue();
}

// fill_value : "(" [ "+" | "-" ] ( NUMBER | DURATION ) ")"
double Grammar::FillValue() {
  Expect(Token::kLeftParen);
  const bool negative = Look() == Token::kSub;
  if (Is(Look(), kSign)) Take();
  if (Look() != Token::kNumber && Look() != Token::kDuration) {
    Unexpected();
    return 0;
  }
  const double value = NumberOf(Take());
  Expect(Token::kRightParen);
  return negative ? -value : value;
}

}  // namespace promgate::promql
