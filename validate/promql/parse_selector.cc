// Vector selectors: a metric name, label matchers, or both.

#include "base/regex.h"
#include "validate/promql/grammar.h"
#include "validate/promql/literal.h"

namespace promgate::promql {
namespace {

constexpr std::string_view kWhere = "label matching";
constexpr const char* kMetricNameLabel = "__name__";

MatchOp MatchOpOf(Token token) {
  switch (token) {
    case Token::kNeq:
      return MatchOp::kNotEqual;
    case Token::kMatchRegexp:
      return MatchOp::kRegexp;
    case Token::kMatchNotRegexp:
      return MatchOp::kNotRegexp;
    default:
      return MatchOp::kEqual;
  }
}

}  // namespace

// vector_selector : metric_identifier [ label_matchers ] | label_matchers
// `name` is null when there is none.
ExprPtr Grammar::Selector(const Lexeme* name) {
  VectorSelector selector;
  uint32_t start = Ahead().start;
  if (name != nullptr) {
    selector.name = name->text;
    start = name->start;
  }
  if (Look() == Token::kLeftBrace) LabelMatchers(selector.matchers);
  const uint32_t end = end_;
  return Make({start, end}, std::move(selector));
}

// label_matchers : "{" [ label_matcher { "," label_matcher } [ "," ] ] "}"
void Grammar::LabelMatchers(std::vector<Matcher>& matchers) {
  Take();
  if (Accept(Token::kRightBrace)) return;
  do {
    LabelMatcher(matchers);
    if (Accept(Token::kRightBrace)) return;
    if (!Accept(Token::kComma)) Unexpected({kWhere, "\",\" or \"}\""});
  } while (!failed_ && !Accept(Token::kRightBrace));
}

// label_matcher : ( IDENTIFIER | STRING ) match_op STRING | STRING
// A string alone is the metric's name.
void Grammar::LabelMatcher(std::vector<Matcher>& matchers) {
  const Lexeme label = Ahead();
  const bool quoted = label.token == Token::kString;
  if (!quoted && label.token != Token::kIdentifier) {
    return Unexpected({kWhere, "identifier or \"}\""});
  }
  Take();
  const Token op = Look();
  if (!Is(op, kMatchOperator)) {
    if (!quoted) return Unexpected({kWhere, "label matching operator"});
    Allow(Syntax::kQuotedMetricName, SpanOf(label));
    matchers.push_back({MatchOp::kEqual, kMetricNameLabel, Unquote(label.text)});
    return;
  }
  Take();
  const Lexeme value = Ahead();
  if (value.token != Token::kString) return Unexpected({kWhere, "string"});
  Take();
  if (quoted) Allow(Syntax::kQuotedLabelName, SpanOf(label));
  Matcher& matcher = matchers.emplace_back();
  matcher.op = MatchOpOf(op);
  matcher.name = quoted ? Unquote(label.text) : std::string(label.text);
  matcher.value = Unquote(value.text);
  CheckRegex(matcher, {label.start, value.end()});
}

void Grammar::CheckRegex(const Matcher& matcher, Span span) {
  if (matcher.op != MatchOp::kRegexp && matcher.op != MatchOp::kNotRegexp) return;
  const Result<RegexFacts> facts = InspectRegex(matcher.value, RegexDialect::kPromqlMatcher);
  if (!facts) Report(span, facts.error().message);
}

}  // namespace promgate::promql
