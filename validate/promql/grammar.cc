#include "validate/promql/grammar.h"

#include "base/duration.h"
#include "base/strings.h"
#include "validate/promql/literal.h"

namespace promgate::promql {
namespace {

bool HasMinMax(const Options& options) {
  const Gate& gate = RowOf(Syntax::kMinMax).gate;
  return gate.since <= options.target && options.target < gate.until;
}

// A digit after a letter: 1h30m.
bool HasSeveralUnits(std::string_view duration) {
  return duration.find_first_of("0123456789", duration.find_first_not_of("0123456789")) !=
         std::string_view::npos;
}

}  // namespace

Grammar::Nested::Nested(Grammar& grammar) : grammar_(grammar) {
  if (++grammar.depth_ > kMaxDepth) grammar.Fail(SpanOf(grammar.Ahead()), kTooDeep);
}

Grammar::Grammar(std::string_view text, const Options& options, ErrorList& errors)
    : options_(options),
      has_min_max_(HasMinMax(options)),
      lexer_(text, has_min_max_),
      errors_(errors) {}

ExprPtr Grammar::Start() {
  if (Look() == Token::kEnd) {
    Report({}, "no expression found in input");
    return nullptr;
  }
  ExprPtr expr = Expression();
  if (Look() != Token::kEnd) Unexpected();
  return errors_.empty() ? std::move(expr) : nullptr;
}

void Grammar::ReadAhead() {
  have_ = true;
  if (failed_) return;
  ahead_ = lexer_.Next();
  if (ahead_.token == Token::kError) Fail(SpanOf(ahead_), lexer_.error());
  if (Is(ahead_.token, kClosing)) closing_ = ahead_.end();
}

Lexeme Grammar::Take() {
  const Lexeme lexeme = Ahead();
  if (!failed_) {
    end_ = lexeme.end();
    have_ = false;
  }
  return lexeme;
}

bool Grammar::Accept(Token token) {
  if (Look() != token) return false;
  Take();
  return true;
}

void Grammar::Expect(Token token) {
  if (!Accept(token)) Unexpected();
}

bool Grammar::StartsExpression(Token token) const {
  if (Is(token, kMetricName | kLiteral)) return true;
  return token == Token::kAtan2 && options_.target < RowOf(Syntax::kAtan2).gate.since;
}

double Grammar::NumberOf(const Lexeme& lexeme) {
  if (lexeme.token == Token::kNumber) {
    NumberValue number = ParseNumber(lexeme.text);
    if (!number.error.empty()) {
      Report(SpanOf(lexeme), StrCat({"error parsing number: ", number.error}));
    } else if (lexeme.text.find('_') != std::string_view::npos) {
      Allow(Syntax::kNumberSeparator, SpanOf(lexeme));
    }
    return number.value;
  }
  const Result<Nanoseconds> duration = ParseDuration(lexeme.text);
  if (!duration) {
    Report(SpanOf(lexeme), duration.error().message);
    return 0;
  }
  if (HasSeveralUnits(lexeme.text)) Allow(Syntax::kCompositeDuration, SpanOf(lexeme));
  return Seconds(*duration);
}

void Grammar::Report(Span span, std::string message) {
  if (!failed_) errors_.Add(span, std::move(message));
}

void Grammar::Fail(Span span, std::string message) {
  Report(span, std::move(message));
  GiveUp();
}

void Grammar::GiveUp() {
  failed_ = true;
  have_ = true;
  ahead_ = {};
}

void Grammar::Unexpected(Context context) {
  const Lexeme token = Ahead();
  if (failed_) return;
  std::string message = StrCat({"unexpected ", Describe(token.token, token.text)});
  if (!context.in.empty()) message += StrCat({" in ", context.in});
  if (!context.expected.empty()) message += StrCat({", expected ", context.expected});
  Report(SpanOf(token), std::move(message));
  // Where no rule is left to say more, the rest is skipped, which shows what the lexer refuses
  // there.
  while (context.in.empty() && Look() != Token::kEnd) Take();
  GiveUp();
}

bool Grammar::Allow(Syntax syntax, Span span) {
  const SyntaxRow& row = RowOf(syntax);
  if (Check(row.gate, options_) == Availability::kYes) return true;
  Report(span, Unavailable(row.what, row.disabled, row.gate, options_));
  return false;
}

}  // namespace promgate::promql
