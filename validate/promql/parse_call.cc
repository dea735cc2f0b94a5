// Function calls, aggregations, and the lists in parentheses that they share with vector matching.

#include <algorithm>

#include "base/strings.h"
#include "validate/promql/functions.h"
#include "validate/promql/grammar.h"
#include "validate/promql/literal.h"

namespace promgate::promql {
namespace {

uint32_t Height(const std::vector<ExprPtr>& exprs) {
  uint32_t height = 0;
  for (const ExprPtr& expr : exprs) height = std::max(height, expr->height);
  return height;
}

// Why a function may not be called; empty when it may. A function that is gone is as unknown as one
// that never was.
std::string Refusal(std::string_view name, const Function* function, const Options& options) {
  const Availability availability =
      function != nullptr ? Check(function->gate, options) : Availability::kRemoved;
  if (availability == Availability::kYes) return {};
  const std::string quoted = GoQuote(name);
  if (availability == Availability::kRemoved) {
    return StrCat({"unknown function with name ", quoted});
  }
  return Unavailable(StrCat({"function ", quoted}),
                     StrCat({"function ", quoted, " is not enabled"}), function->gate, options);
}

bool IsClassicLabelName(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto inner = [&letter](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), inner);
}

}  // namespace

// function_call : IDENTIFIER function_call_body
ExprPtr Grammar::FunctionCall(const Lexeme& name) {
  Call call;
  call.args = Arguments();
  if (failed_) return nullptr;
  call.function = FindFunction(name.text);
  if (std::string why = Refusal(name.text, call.function, options_); !why.empty()) {
    Report(SpanOf(name), std::move(why));
  }
  const uint32_t below = Height(call.args);
  return Make({name.start, end_}, std::move(call), below);
}

// function_call_body : "(" [ expr { "," expr } ] ")"
// Commas that nothing follows are reported, and skipped.
std::vector<ExprPtr> Grammar::Arguments() {
  std::vector<ExprPtr> args;
  Expect(Token::kLeftParen);
  if (Accept(Token::kRightParen)) return args;
  for (bool more = true; more;) {
    args.push_back(Expression());
    more = false;
    while (!more && Look() == Token::kComma) {
      const Span comma = SpanOf(Take());
      more = StartsExpression(Look());
      if (!more) Report(comma, "trailing commas not allowed in function call args");
    }
  }
  Expect(Token::kRightParen);
  return args;
}

// aggregate_expr : aggregate_op aggregate_modifier function_call_body
//                | aggregate_op function_call_body [ aggregate_modifier ]
ExprPtr Grammar::AggregateExpr(const Lexeme& op) {
  Aggregate aggregate;
  std::vector<ExprPtr> args;
  uint32_t end = 0;
  {
    const InContext context(*this, {"aggregation", {}});
    const bool before = AggregateModifier(aggregate);
    args = Arguments();
    end = end_;
    // Prometheus reads one token ahead to see whether a modifier follows, and takes anything but
    // ")" for the end.
    if (!before && (AggregateModifier(aggregate) || Look() != Token::kRightParen)) end = closing_;
  }
  if (failed_) return nullptr;
  const Span span{op.start, end};
  const uint32_t below = Height(args);
  TakeArguments(aggregate, op, std::move(args), span);
  return Make(span, std::move(aggregate), below);
}

// aggregate_modifier : ( BY | WITHOUT ) grouping_labels
bool Grammar::AggregateModifier(Aggregate& aggregate) {
  if (Look() != Token::kBy && Look() != Token::kWithout) return false;
  aggregate.has_grouping = true;
  aggregate.without = Take().token == Token::kWithout;
  aggregate.grouping = GroupingLabels();
  return true;
}

void Grammar::TakeArguments(Aggregate& aggregate, const Lexeme& op, std::vector<ExprPtr> args,
                            Span span) {
  const Symbol& symbol = Info(op.token);
  aggregate.op = static_cast<AggregateOp>(symbol.code);
  if (args.empty()) return Report(span, "no arguments for aggregate expression provided");
  if (!Allow(symbol.gate, span)) return;
  const size_t wanted = Is(op.token, kParameter) ? 2 : 1;
  if (args.size() != wanted) {
    return Report(span, StrCat({"wrong number of arguments for aggregate expression provided, "
                                "expected ",
                                std::to_string(wanted), ", got ", std::to_string(args.size())}));
  }
  if (wanted == 2) aggregate.param = std::move(args[0]);
  aggregate.expr = std::move(args.back());
}

// grouping_labels : "(" [ grouping_label { "," grouping_label } [ "," ] ] ")"
std::vector<std::string> Grammar::GroupingLabels() {
  constexpr std::string_view kWhere = "grouping opts";
  std::vector<std::string> labels;
  if (!Accept(Token::kLeftParen)) {
    Unexpected({kWhere, "\"(\""});
    return labels;
  }
  if (Accept(Token::kRightParen)) return labels;
  do {
    labels.push_back(GroupingLabel());
    if (Accept(Token::kRightParen)) return labels;
    const Lexeme comma = Ahead();
    if (!Accept(Token::kComma)) Unexpected({kWhere, "\",\" or \")\""});
    if (Accept(Token::kRightParen)) {
      Allow(Syntax::kTrailingGroupingComma, SpanOf(comma));
      return labels;
    }
  } while (!failed_);
  return labels;
}

// grouping_label : name | keyword | STRING
std::string Grammar::GroupingLabel() {
  const Lexeme label = Ahead();
  if (Is(label.token, kLabelName)) {
    Take();
    return std::string(label.text);
  }
  if (label.token != Token::kString) {
    Unexpected({"grouping opts", "label"});
    return {};
  }
  Take();
  std::string name = Unquote(label.text);
  if (name.empty() || !IsValidUtf8(name)) {
    Report(SpanOf(label), StrCat({"invalid label name for grouping: ", GoQuote(name)}));
  }
  if (Allow(Syntax::kQuotedGrouping, SpanOf(label)) && !IsClassicLabelName(name)) {
    Allow(Syntax::kUtf8Grouping, SpanOf(label));
  }
  return name;
}

}  // namespace promgate::promql
