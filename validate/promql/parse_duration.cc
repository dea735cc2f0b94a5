// Durations: literals, and arithmetic on them with the same operators and precedences as in
// expressions.

#include <algorithm>

#include "validate/promql/grammar.h"

namespace promgate::promql {
namespace {

// Seconds that fit 64 bits of nanoseconds.
bool IsOutOfRange(double seconds) {
  constexpr double kLimit = 9223372036854775808.0 / 1e9;  // 2^63 ns
  return seconds > kLimit || seconds < -kLimit;
}

bool IsDurationOperator(Token token) {
  return token >= Token::kAdd && token <= Token::kPow;
}
bool IsLiteral(Token token) {
  return token == Token::kNumber || token == Token::kDuration;
}

bool IsZero(const Expr& expr) {
  const auto* number = std::get_if<Number>(&expr.node);
  return number != nullptr && number->value == 0;
}

bool IsRangeCall(const Expr& expr) {
  const auto* duration = std::get_if<Duration>(&expr.node);
  return duration != nullptr && duration->kind == Duration::Kind::kRange;
}

Syntax SyntaxOf(Token word) {
  if (word == Token::kStep) return Syntax::kStep;
  if (word == Token::kRange) return Syntax::kRange;
  return word == Token::kMin || word == Token::kMax ? Syntax::kMinMax : Syntax::kMinMaxOf;
}

Duration::Kind KindOf(Token word) {
  if (word == Token::kStep) return Duration::Kind::kStep;
  if (word == Token::kRange) return Duration::Kind::kRange;
  const bool min = word == Token::kMin || word == Token::kMinOf;
  return min ? Duration::Kind::kMinOf : Duration::Kind::kMaxOf;
}

}  // namespace

// step, range, max_of, min_of; in some versions min and max.
bool Grammar::IsDurationWord(Token token) const {
  if (token >= Token::kStep && token <= Token::kMinOf) return true;
  return (token == Token::kMin || token == Token::kMax) && has_min_max_;
}

// positive_duration_expr : duration_expr
ExprPtr Grammar::PositiveDuration() {
  ExprPtr duration = DurationExpr();
  if (failed_) return nullptr;
  auto* number = std::get_if<Number>(&duration->node);
  if (number != nullptr && number->value <= 0) {
    Report(duration->span, "duration must be greater than 0");
  }
  return duration;
}

// offset_duration_expr : [ sign ] literal | [ sign ] duration_call | sign "(" duration_expr ")" |
// duration_expr All but the last end there, so that `x offset -2 ^ 2` is (x offset -2) ^ 2.
ExprPtr Grammar::OffsetDuration() {
  if (IsLiteral(Look())) return DurationLiteral(nullptr);
  if (IsDurationWord(Look())) return AllowedCall();
  if (!Is(Look(), kSign)) return DurationExpr();

  const Lexeme sign = Take();
  if (IsLiteral(Look())) return DurationLiteral(&sign);
  if (IsDurationWord(Look())) {
    const Syntax syntax = SyntaxOf(Look());
    ExprPtr call = DurationCall();
    if (failed_) return nullptr;
    const Span span{sign.start, call->span.end};
    AllowDuration(syntax, span);
    return SignNode(span, sign, std::move(call));
  }
  if (Look() == Token::kLeftParen) return SignedDuration(sign, Enclosed());
  return DurationTail(SignedDuration(sign, DurationExpr(kSignPrecedence)), 1);
}

// duration_expr : duration_operand { operator duration_expr }
ExprPtr Grammar::DurationExpr(uint8_t min_precedence) {
  const Nested nested(*this);
  return DurationTail(DurationOperand(), min_precedence);
}

ExprPtr Grammar::DurationTail(ExprPtr lhs, uint8_t min_precedence) {
  for (;;) {
    const Token token = Look();
    const uint8_t precedence = Info(token).precedence;
    if (!IsDurationOperator(token) || precedence < min_precedence) return lhs;
    const Lexeme op = Take();
    const bool right = Is(token, kRightAssociative);
    ExprPtr rhs = DurationExpr(static_cast<uint8_t>(precedence + (right ? 0 : 1)));
    if (failed_) return nullptr;
    lhs = BinaryDuration(std::move(lhs), op, std::move(rhs));
  }
}

ExprPtr Grammar::BinaryDuration(ExprPtr lhs, const Lexeme& op, ExprPtr rhs) {
  AllowDuration(Syntax::kDurationExpr, lhs->span);
  if (IsRangeCall(*rhs)) Allow(Syntax::kRangeOperand, rhs->span);
  if (IsZero(*rhs) && (op.token == Token::kDiv || op.token == Token::kMod)) {
    Report(SpanOf(op), op.token == Token::kDiv ? "division by zero" : "modulo by zero");
    return Make({}, Number{});
  }
  const Span span{lhs->span.start, rhs->span.end};
  const uint32_t below = std::max(lhs->height, rhs->height);
  Duration duration{Duration::Kind::kBinary, static_cast<Op>(Info(op.token).code), std::move(lhs),
                    std::move(rhs)};
  return Make(span, std::move(duration), below);
}

// duration_operand : literal | sign duration_expr | "(" duration_expr ")" | duration_call
ExprPtr Grammar::DurationOperand() {
  if (IsLiteral(Look())) return DurationLiteral(nullptr);
  if (Is(Look(), kSign)) {
    const Lexeme sign = Take();
    return SignedDuration(sign, DurationExpr(kSignPrecedence));
  }
  if (Look() == Token::kLeftParen) {
    ExprPtr inner = Enclosed();
    if (!failed_) AllowDuration(Syntax::kDurationExpr, inner->span);
    return inner;
  }
  if (IsDurationWord(Look())) return AllowedCall();
  Unexpected();
  return nullptr;
}

// "(" duration_expr ")"
ExprPtr Grammar::Enclosed() {
  Take();
  ExprPtr inner = DurationExpr();
  Expect(Token::kRightParen);
  if (failed_) return nullptr;
  if (auto* duration = std::get_if<Duration>(&inner->node)) duration->parens = true;
  return inner;
}

// duration_call : ( STEP | RANGE ) "(" ")" | ( MAX_OF | MIN_OF ) "(" duration_expr ","
// duration_expr ")"
ExprPtr Grammar::DurationCall() {
  const Lexeme word = Take();
  Duration call;
  call.kind = KindOf(word.token);
  Expect(Token::kLeftParen);
  if (call.kind == Duration::Kind::kStep || call.kind == Duration::Kind::kRange) {
    Expect(Token::kRightParen);
    return Make({word.start, end_}, std::move(call));
  }
  call.lhs = DurationExpr();
  Expect(Token::kComma);
  call.rhs = DurationExpr();
  Expect(Token::kRightParen);
  if (failed_) return nullptr;
  // Prometheus takes max_of() and min_of() to be where their operands are.
  const Span span{call.lhs->span.start, call.rhs->span.end};
  const uint32_t below = std::max(call.lhs->height, call.rhs->height);
  return Make(span, std::move(call), below);
}

ExprPtr Grammar::AllowedCall() {
  const Syntax syntax = SyntaxOf(Look());
  ExprPtr call = DurationCall();
  if (failed_) return nullptr;
  AllowDuration(syntax, call->span);
  return call;
}

// A sign directly before a literal is part of it.
ExprPtr Grammar::DurationLiteral(const Lexeme* sign) {
  const Lexeme literal = Take();
  const bool negative = sign != nullptr && sign->token == Token::kSub;
  Number number{NumberOf(literal), literal.token == Token::kDuration};
  if (!number.duration) Allow(Syntax::kNumberAsDuration, SpanOf(literal));
  if (negative) number.value = -number.value;
  if (IsOutOfRange(number.value)) {
    Report(SpanOf(sign != nullptr ? *sign : literal), "duration out of range");
    return Make({}, Number{});
  }
  return Make({sign != nullptr ? sign->start : literal.start, literal.end()}, number);
}

ExprPtr Grammar::SignedDuration(const Lexeme& sign, ExprPtr operand) {
  if (failed_) return nullptr;
  const bool negative = sign.token == Token::kSub;
  if (auto* number = std::get_if<Number>(&operand->node)) {
    if (negative) number->value = -number->value;
    operand->span.start = sign.start;
    return operand;
  }
  if (!negative) return operand;
  const Span span{sign.start, operand->span.end};
  return SignNode(span, sign, std::move(operand));
}

ExprPtr Grammar::SignNode(Span span, const Lexeme& sign, ExprPtr operand) {
  const uint32_t below = operand->height;
  Duration duration{Duration::Kind::kUnary, static_cast<Op>(Info(sign.token).code), nullptr,
                    std::move(operand)};
  return Make(span, std::move(duration), below);
}

void Grammar::AllowDuration(Syntax syntax, Span span) {
  if (options_.no_duration_expr) return Report(span, std::string(kNoDurationExprText));
  Allow(syntax, span);
}

}  // namespace promgate::promql
