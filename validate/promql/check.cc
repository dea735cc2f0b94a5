#include "validate/promql/check.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/regex.h"
#include "base/strings.h"
#include "validate/promql/functions.h"
#include "validate/promql/printer.h"

namespace promgate::promql {
namespace {

constexpr std::string_view kMetricNameLabel = "__name__";

bool IsComparison(Op op) {
  return op >= Op::kEql && op <= Op::kGte;
}
bool IsSet(Op op) {
  return op >= Op::kAnd;
}
bool IsGrouped(const VectorMatching& matching) {
  return matching.cardinality == Cardinality::kManyToOne ||
         matching.cardinality == Cardinality::kOneToMany;
}
bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool IsOperand(ValueType type) {
  return type == ValueType::kScalar || type == ValueType::kVector;
}

// Whether a series without the label passes.
bool MatchesEmpty(const Matcher& matcher) {
  switch (matcher.op) {
    case MatchOp::kEqual:
      return matcher.value.empty();
    case MatchOp::kNotEqual:
      return !matcher.value.empty();
    default:
      break;
  }
  const Result<RegexFacts> facts = InspectRegex(matcher.value, RegexDialect::kPromqlMatcher);
  return facts.ok() && facts->matches_empty == (matcher.op == MatchOp::kRegexp);
}

class Checker {
 public:
  Checker(std::string_view text, ErrorList& errors) : text_(text), errors_(errors) {}

  ValueType Visit(Expr& expr) {
    return std::visit([&](auto& node) { return Rule(expr, node); }, expr.node);
  }

 private:
  ValueType Rule(Expr&, Number&) { return ValueType::kScalar; }
  ValueType Rule(Expr&, Duration&) { return ValueType::kScalar; }
  ValueType Rule(Expr&, String&) { return ValueType::kString; }
  ValueType Rule(Expr&, Paren& paren) { return Visit(*paren.expr); }

  ValueType Rule(Expr&, MatrixSelector& matrix) {
    Visit(*matrix.selector);
    return ValueType::kMatrix;
  }

  ValueType Rule(Expr& expr, Unary& unary) {
    const ValueType type = Visit(*unary.expr);
    if (!IsOperand(type)) {
      Report(expr.span, {"unary expression only allowed on expressions of type scalar or instant "
                         "vector, got ",
                         GoQuote(DocumentedType(type))});
    }
    return type;
  }

  ValueType Rule(Expr& expr, Subquery& subquery) {
    const ValueType type = Visit(*subquery.expr);
    if (type != ValueType::kVector) {
      Report(expr.span,
             {"subquery is only allowed on instant vector, got ", TypeName(type), " instead"});
    }
    return ValueType::kMatrix;
  }

  ValueType Rule(Expr& expr, VectorSelector& selector) {
    const auto empty = [](const Matcher& matcher) { return MatchesEmpty(matcher); };
    if (!selector.name.empty()) {
      for (const Matcher& matcher : selector.matchers) {
        if (matcher.name != kMetricNameLabel || errors_.full()) continue;
        Report(expr.span, {"metric name must not be set twice: ", GoQuote(selector.name), " or ",
                           GoQuote(matcher.value)});
      }
    } else if (&selector != label_selector_ &&
               std::all_of(selector.matchers.begin(), selector.matchers.end(), empty)) {
      Report(expr.span, {"vector selector must contain at least one non-empty matcher"});
    }
    return ValueType::kVector;
  }

  ValueType Rule(Expr&, Aggregate& aggregate) {
    Want(*aggregate.expr, ValueType::kVector, "aggregation expression");
    if (aggregate.param) {
      const bool label = aggregate.op == AggregateOp::kCountValues;
      Want(*aggregate.param, label ? ValueType::kString : ValueType::kScalar,
           "aggregation parameter");
    }
    return ValueType::kVector;
  }

  ValueType Rule(Expr& expr, Call& call) {
    const Function& function = *call.function;
    CheckCount(expr, call);
    const VectorSelector* info_labels = nullptr;
    if (function.name == "info" && call.args.size() > 1)
      info_labels = InfoLabels(expr, *call.args[1]);
    for (size_t i = 0; i < call.args.size(); ++i) {
      if (i >= function.arity() && function.variadic == 0) break;  // the count is the error
      Expr& arg = *call.args[i];
      const ValueType want = function.args[std::min(i, function.arity() - 1)];
      if (i == 1) label_selector_ = info_labels;
      const ValueType type = Visit(arg);
      if (type == want) continue;
      Report(arg.span, {"expected type ", DocumentedType(want), " in call to function ",
                        GoQuote(function.name), ", got ", DocumentedType(type)});
    }
    return function.result;
  }

  void CheckCount(const Expr& expr, const Call& call) {
    const Function& function = *call.function;
    const size_t count = call.args.size(), arity = function.arity();
    std::string_view limit;
    size_t wanted = arity;
    if (function.variadic == 0) {
      if (count != arity) limit = "expected ";
    } else if (count < arity - 1) {
      limit = "expected at least ";
      wanted = arity - 1;
    } else if (function.variadic > 0) {
      wanted = arity - 1 + static_cast<size_t>(function.variadic);
      if (count > wanted) limit = "expected at most ";
    }
    if (limit.empty()) return;
    Report(expr.span, {limit, std::to_string(wanted), " argument(s) in call to ",
                       GoQuote(function.name), ", got ", std::to_string(count)});
  }

  // The second argument of info() is matchers in braces, which may match everything.
  const VectorSelector* InfoLabels(const Expr& call, const Expr& labels) {
    if (const ValueType type = TypeOf(labels); type != ValueType::kVector) {
      Report(call.span, {"expected type ", DocumentedType(ValueType::kVector),
                         " in call to function \"info\", got ", DocumentedType(type)});
    }
    const auto* selector = std::get_if<VectorSelector>(&labels.node);
    if (selector == nullptr) {
      Report(labels.span, {"expected label selectors only"});
    } else if (!selector->name.empty()) {
      Report(labels.span, {"expected label selectors only, got vector selector instead"});
      return nullptr;
    }
    return selector;
  }

  ValueType Rule(Expr& expr, Binary& binary) {
    const ValueType left = Visit(*binary.lhs), right = Visit(*binary.rhs);
    const bool scalars = left == ValueType::kScalar && right == ValueType::kScalar;
    if (binary.return_bool && !IsComparison(binary.op)) {
      Report(OperatorSpan(binary), {"bool modifier can only be used on comparison operators"});
    }
    if (IsComparison(binary.op) && !binary.return_bool && scalars) {
      Report(OperatorSpan(binary), {"comparisons between scalars must use BOOL modifier"});
    }
    if (binary.matching && binary.matching->on) CheckLabelsOnce(binary);
    for (const auto& [type, side] : {std::pair{left, &binary.lhs}, std::pair{right, &binary.rhs}}) {
      if (IsOperand(type)) continue;
      Report((*side)->span,
             {"binary expression must contain only scalar and instant vector types"});
    }
    if (left != ValueType::kVector || right != ValueType::kVector) {
      if (binary.matching) CheckNoMatching(expr, binary);
    } else if (binary.matching && IsSet(binary.op)) {
      CheckSetMatching(expr, binary);
    }
    if (IsSet(binary.op) && (left == ValueType::kScalar || right == ValueType::kScalar)) {
      Report(expr.span, {"set operator ", GoQuote(OpText(binary.op)),
                         " not allowed in binary scalar expression"});
    }
    return scalars ? ValueType::kScalar : ValueType::kVector;
  }

  void CheckLabelsOnce(const Binary& binary) {
    if (binary.matching->include.empty()) return;
    std::unordered_map<std::string_view, size_t> included;
    for (const std::string& label : binary.matching->include) ++included[label];
    for (const std::string& label : binary.matching->labels) {
      const auto found = included.find(label);
      if (found == included.end()) continue;
      for (size_t i = 0; i < found->second && !errors_.full(); ++i) {
        Report(OperatorSpan(binary),
               {"label ", GoQuote(label), " must not occur in ON and GROUP clause at once"});
      }
    }
  }

  // A side is no vector: matching is an error if it says anything, and goes.
  void CheckNoMatching(const Expr& expr, Binary& binary) {
    if (!binary.matching->labels.empty()) {
      Report(expr.span, {"vector matching only allowed between instant vectors"});
    }
    if (binary.matching->fill_left || binary.matching->fill_right) {
      Report(expr.span, {"filling in missing series only allowed between instant vectors"});
    }
    binary.matching.reset();
  }

  void CheckSetMatching(const Expr& expr, Binary& binary) {
    VectorMatching& matching = *binary.matching;
    if (IsGrouped(matching)) {
      Report(expr.span, {"no grouping allowed for ", GoQuote(OpText(binary.op)), " operation"});
      Report(expr.span, {"set operations must always be many-to-many"});
    } else {
      matching.cardinality = Cardinality::kManyToMany;
    }
    if (matching.fill_left || matching.fill_right) {
      Report(expr.span, {"filling in missing series not allowed for set operators"});
    }
  }

  void Want(Expr& expr, ValueType want, std::string_view where) {
    const ValueType type = Visit(expr);
    if (type == want) return;
    Report(expr.span,
           {"expected type ", DocumentedType(want), " in ", where, ", got ", DocumentedType(type)});
  }

  // From behind the left operand to before the right one, without blanks at the ends. As Prometheus
  // counts: the end is the last byte's own offset.
  Span OperatorSpan(const Binary& binary) const {
    Span span{binary.lhs->span.end, binary.rhs->span.start - 1};
    while (IsBlank(text_[span.start])) ++span.start;
    while (IsBlank(text_[span.end])) --span.end;
    return span;
  }

  void Report(Span span, std::initializer_list<std::string_view> pieces) {
    errors_.Add(span, StrCat(pieces));
  }

  std::string_view text_;
  ErrorList& errors_;
  const VectorSelector* label_selector_ = nullptr;  // of info(): may match everything
};

constexpr std::string_view kTypeNames[] = {"none", "scalar", "vector", "matrix", "string"};
constexpr std::string_view kDocumentedTypes[] = {"none", "scalar", "instant vector", "range vector",
                                                 "string"};

}  // namespace

ValueType CheckTypes(std::string_view text, Expr& expr, ErrorList& errors) {
  return Checker(text, errors).Visit(expr);
}

ValueType TypeOf(const Expr& expr) {
  return std::visit(Overloaded{
                        [](const Number&) { return ValueType::kScalar; },
                        [](const Duration&) { return ValueType::kScalar; },
                        [](const String&) { return ValueType::kString; },
                        [](const VectorSelector&) { return ValueType::kVector; },
                        [](const Aggregate&) { return ValueType::kVector; },
                        [](const MatrixSelector&) { return ValueType::kMatrix; },
                        [](const Subquery&) { return ValueType::kMatrix; },
                        [](const Call& call) { return call.function->result; },
                        [](const Unary& unary) { return TypeOf(*unary.expr); },
                        [](const Paren& paren) { return TypeOf(*paren.expr); },
                        [](const Binary& binary) {
                          const bool scalars = TypeOf(*binary.lhs) == ValueType::kScalar &&
                                               TypeOf(*binary.rhs) == ValueType::kScalar;
                          return scalars ? ValueType::kScalar : ValueType::kVector;
                        },
                    },
                    expr.node);
}

std::string_view TypeName(ValueType type) {
  return kTypeNames[static_cast<size_t>(type)];
}
std::string_view DocumentedType(ValueType type) {
  return kDocumentedTypes[static_cast<size_t>(type)];
}

}  // namespace promgate::promql
