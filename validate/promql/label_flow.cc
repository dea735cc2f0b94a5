#include "validate/promql/label_flow.h"

#include <algorithm>
#include <iterator>

#include "validate/promql/functions.h"
#include "validate/promql/parser.h"

namespace promgate::promql {
namespace {

constexpr std::string_view kMetricNameLabel = "__name__";
constexpr std::string_view kBucketLabel = "le";

using Names = std::set<std::string>;

Names Union(const Names& a, const Names& b) {
  Names out = a;
  out.insert(b.begin(), b.end());
  return out;
}

Names Intersection(const Names& a, const Names& b) {
  Names out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

Names Difference(const Names& a, const Names& b) {
  Names out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

// The text of a string argument; null when there is no such argument or it is no literal.
const std::string* StringArgument(const Call& call, size_t i) {
  if (i >= call.args.size()) return nullptr;
  const Expr* arg = call.args[i].get();
  while (const auto* paren = std::get_if<Paren>(&arg->node)) arg = paren->expr.get();
  const auto* string = std::get_if<String>(&arg->node);
  return string == nullptr ? nullptr : &string->value;
}

// The argument whose series the result is made of; null when there is none.
const Expr* SeriesArgument(const Call& call) {
  for (const ExprPtr& arg : call.args) {
    const ValueType type = TypeOf(*arg);
    if (type == ValueType::kVector || type == ValueType::kMatrix) return arg.get();
  }
  return nullptr;
}

LabelSet OfSeries(const Call& call) {
  const Expr* series = SeriesArgument(call);
  return series == nullptr ? LabelSet::None() : ResultLabels(*series);
}

LabelSet WithNamed(const Call& call, size_t i) {
  const std::string* name = StringArgument(call, i);
  if (name == nullptr) return LabelSet::Any();
  LabelSet labels = OfSeries(call);
  labels.Add(*name);
  return labels;
}

LabelSet WithoutBucket(LabelSet labels) {
  labels.Remove(std::string(kBucketLabel));
  return labels;
}

LabelSet OfNothing(const Call&) {
  return LabelSet::None();
}
LabelSet OfAnything(const Call&) {
  return LabelSet::Any();
}
LabelSet OfLabelFunction(const Call& call) {
  return WithNamed(call, 1);
}
LabelSet OfQuantile(const Call& call) {
  return WithoutBucket(OfSeries(call));
}
LabelSet OfQuantiles(const Call& call) {
  return WithNamed(call, 1);
}

// What is absent is described by the selector's equal matchers, each label once.
LabelSet OfAbsent(const Call& call) {
  const Expr* arg = SeriesArgument(call);
  if (arg == nullptr) return LabelSet::None();
  if (const auto* matrix = std::get_if<MatrixSelector>(&arg->node)) arg = matrix->selector.get();
  const auto* selector = std::get_if<VectorSelector>(&arg->node);
  if (selector == nullptr) return LabelSet::None();
  Names names, seen;
  for (const Matcher& matcher : selector->matchers) {
    if (matcher.name == kMetricNameLabel) continue;
    const bool first = seen.insert(matcher.name).second;
    if (first && matcher.op == MatchOp::kEqual) {
      names.insert(matcher.name);
    } else {
      names.erase(matcher.name);
    }
  }
  return LabelSet::Only(std::move(names));
}

// Functions that do more than pass on the labels of their series.
struct Rule {
  std::string_view function;
  LabelSet (*labels)(const Call&);
};
constexpr Rule kRules[] = {
    {"absent", OfAbsent},
    {"absent_over_time", OfAbsent},
    {"histogram_fraction", OfQuantile},
    {"histogram_quantile", OfQuantile},
    {"histogram_quantiles", OfQuantiles},
    {"info", OfAnything},
    {"label_join", OfLabelFunction},
    {"label_replace", OfLabelFunction},
    {"scalar", OfNothing},
    {"vector", OfNothing},
};

LabelSet OfCall(const Call& call) {
  for (const Rule& rule : kRules) {
    if (rule.function == call.function->name) return rule.labels(call);
  }
  return OfSeries(call);
}

bool PicksSeries(AggregateOp op) {
  return op == AggregateOp::kTopk || op == AggregateOp::kBottomk || op == AggregateOp::kLimitk ||
         op == AggregateOp::kLimitRatio;
}

LabelSet OfAggregate(const Aggregate& aggregate) {
  LabelSet labels = ResultLabels(*aggregate.expr);
  if (PicksSeries(aggregate.op)) return labels;
  const Names grouping(aggregate.grouping.begin(), aggregate.grouping.end());
  labels = labels.And(aggregate.without ? LabelSet::AllBut(grouping) : LabelSet::Only(grouping));
  if (aggregate.op == AggregateOp::kCountValues) {
    const auto* label = std::get_if<String>(&aggregate.param->node);
    if (label == nullptr) return LabelSet::Any();
    labels.Add(label->value);
  }
  return labels;
}

// group_left and group_right: the labels of the many, and those that are taken over from the one.
LabelSet OfGrouped(LabelSet many, const LabelSet& one, const VectorMatching& matching) {
  for (const std::string& label : matching.include) {
    if (one.MayHave(label)) {
      many.Add(label);
    } else {
      many.Remove(label);
    }
  }
  return many;
}

LabelSet OfJoin(const Binary& binary) {
  LabelSet left = ResultLabels(*binary.lhs), right = ResultLabels(*binary.rhs);
  if (binary.op == Op::kAnd || binary.op == Op::kUnless) return left;
  if (binary.op == Op::kOr) return left.Or(right);
  if (!binary.matching) return left.And(right);
  const VectorMatching& matching = *binary.matching;
  if (matching.cardinality == Cardinality::kManyToOne) return OfGrouped(left, right, matching);
  if (matching.cardinality == Cardinality::kOneToMany) return OfGrouped(right, left, matching);
  const bool filled = matching.fill_left || matching.fill_right;
  const Names named(matching.labels.begin(), matching.labels.end());
  const LabelSet both = filled ? left.Or(right) : left.And(right);
  return both.And(matching.on ? LabelSet::Only(named) : LabelSet::AllBut(named));
}

LabelSet OfBinary(const Binary& binary) {
  const bool left = TypeOf(*binary.lhs) == ValueType::kVector;
  const bool right = TypeOf(*binary.rhs) == ValueType::kVector;
  if (left && right) return OfJoin(binary);
  if (left) return ResultLabels(*binary.lhs);
  return right ? ResultLabels(*binary.rhs) : LabelSet::None();
}

// A matcher with an empty value asks for series without the label.
LabelSet OfSelector(const VectorSelector& selector) {
  LabelSet labels = LabelSet::Any();
  for (const Matcher& matcher : selector.matchers) {
    if (matcher.op == MatchOp::kEqual && matcher.value.empty()) labels.Remove(matcher.name);
  }
  return labels;
}

}  // namespace

void LabelSet::Add(const std::string& name) {
  if (open_) {
    names_.erase(name);
  } else {
    names_.insert(name);
  }
}

void LabelSet::Remove(const std::string& name) {
  if (open_) {
    names_.insert(name);
  } else {
    names_.erase(name);
  }
}

LabelSet LabelSet::And(const LabelSet& other) const {
  if (open_ && other.open_) return AllBut(Union(names_, other.names_));
  if (!open_ && !other.open_) return Only(Intersection(names_, other.names_));
  return open_ ? Only(Difference(other.names_, names_)) : Only(Difference(names_, other.names_));
}

LabelSet LabelSet::Or(const LabelSet& other) const {
  if (open_ && other.open_) return AllBut(Intersection(names_, other.names_));
  if (!open_ && !other.open_) return Only(Union(names_, other.names_));
  return open_ ? AllBut(Difference(names_, other.names_))
               : AllBut(Difference(other.names_, names_));
}

LabelSet ResultLabels(const Expr& expr) {
  return std::visit(Overloaded{
                        [](const Number&) { return LabelSet::None(); },
                        [](const String&) { return LabelSet::None(); },
                        [](const Duration&) { return LabelSet::None(); },
                        [](const VectorSelector& selector) { return OfSelector(selector); },
                        [](const MatrixSelector& matrix) { return ResultLabels(*matrix.selector); },
                        [](const Subquery& subquery) { return ResultLabels(*subquery.expr); },
                        [](const Call& call) { return OfCall(call); },
                        [](const Aggregate& aggregate) { return OfAggregate(aggregate); },
                        [](const Binary& binary) { return OfBinary(binary); },
                        [](const Unary& unary) { return ResultLabels(*unary.expr); },
                        [](const Paren& paren) { return ResultLabels(*paren.expr); },
                    },
                    expr.node);
}

}  // namespace promgate::promql
