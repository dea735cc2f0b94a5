#include "validate/promql/writer.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/duration.h"
#include "base/float.h"
#include "base/strings.h"
#include "validate/promql/functions.h"
#include "validate/promql/printer.h"

namespace promgate::promql {
namespace {

bool IsPlainLabel(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(), plain);
}

std::string LabelText(const std::string& name) {
  return IsPlainLabel(name) ? name : GoQuote(name);
}

std::string MatcherText(const Matcher& matcher) {
  return StrCat({LabelText(matcher.name), MatchOpText(matcher.op), GoQuote(matcher.value)});
}

// 5m, -1h30m. What has no spelling as a duration that would read back (NaN, or shorter than a
// millisecond) stays a number of seconds; Prometheus prints such as 0s, which it then refuses or
// drops. A literal has whole milliseconds, which a long one no longer shows to the nanosecond.
std::string SecondsText(const Number& number) {
  constexpr double kLongest = 9223372036.854;  // what fits 64 bits of nanoseconds
  const double seconds = std::fabs(number.value);
  if (!(seconds >= 1e-3 && seconds <= kLongest)) {
    return seconds == 0 ? "0s" : FormatFixed(number.value);
  }
  const int64_t nanoseconds =
      number.duration ? std::llround(seconds * 1e3) * 1'000'000 : std::llround(seconds * 1e9);
  return (number.value < 0 ? "-" : "") + PrintDuration(Nanoseconds(nanoseconds));
}

bool IsInfinity(const Expr& expr) {
  const Number* number = std::get_if<Number>(&expr.node);
  return number != nullptr && std::isinf(number->value) && number->value > 0;
}

}  // namespace

void Writer::Write(const Expr& expr) {
  const size_t start = out_.size();
  std::visit(*this, expr.node);
  if (widths_ != nullptr) (*widths_)[&expr] = out_.size() - start;
}

void Writer::operator()(const Number& number) {
  out_ += number.duration ? SecondsText(number) : FormatFixed(number.value);
}

void Writer::operator()(const String& string) {
  out_ += GoQuote(string.value);
}

// ------------------------------------------------------------------ selectors

void Writer::WriteSeries(const VectorSelector& selector) {
  out_ += selector.name;
  if (selector.matchers.empty()) {
    if (selector.name.empty()) out_ += "{}";  // info's second argument; Prometheus loses it
    return;
  }
  std::vector<std::string> texts;
  for (const Matcher& matcher : selector.matchers) texts.push_back(MatcherText(matcher));
  std::sort(texts.begin(), texts.end());
  out_ += '{';
  out_ += Join(texts, ",");
  out_ += '}';
}

void Writer::WriteRangeModifiers(const VectorSelector& selector) {
  if (selector.anchored) out_ += " anchored";
  if (selector.smoothed) out_ += " smoothed";
}

void Writer::WriteAt(const At& at) {
  switch (at.kind) {
    case At::Kind::kNone:
      return;
    case At::Kind::kStart:
      out_ += " @ start()";
      return;
    case At::Kind::kEnd:
      out_ += " @ end()";
      return;
    case At::Kind::kTimestamp:
      char text[64];
      std::snprintf(text, sizeof text, " @ %.3f", static_cast<double>(at.milliseconds) / 1000);
      out_ += text;
  }
}

void Writer::WriteOffset(const Modifiers& modifiers) {
  if (modifiers.offset == nullptr) return;
  out_ += " offset ";
  WriteDuration(*modifiers.offset);
}

void Writer::WriteDuration(const Expr& duration) {
  if (const Number* number = std::get_if<Number>(&duration.node)) {
    out_ += SecondsText(*number);
  } else {
    Write(duration);
  }
}

void Writer::operator()(const VectorSelector& selector) {
  WriteSeries(selector);
  WriteAt(selector.modifiers.at);
  WriteRangeModifiers(selector);
  WriteOffset(selector.modifiers);
}

void Writer::operator()(const MatrixSelector& selector) {
  const auto& series = std::get<VectorSelector>(selector.selector->node);
  WriteSeries(series);
  out_ += '[';
  WriteDuration(*selector.range);
  out_ += ']';
  WriteRangeModifiers(series);
  WriteAt(series.modifiers.at);
  WriteOffset(series.modifiers);
}

void Writer::WriteSuffix(const Subquery& subquery) {
  out_ += '[';
  WriteDuration(*subquery.range);
  out_ += ':';
  if (subquery.step != nullptr) WriteDuration(*subquery.step);
  out_ += ']';
  WriteAt(subquery.modifiers.at);
  WriteOffset(subquery.modifiers);
}

void Writer::operator()(const Subquery& subquery) {
  Write(*subquery.expr);
  WriteSuffix(subquery);
}

void Writer::operator()(const Duration& duration) {
  if (duration.parens) out_ += '(';
  switch (duration.kind) {
    case Duration::Kind::kStep:
      out_ += "step()";
      break;
    case Duration::Kind::kRange:
      out_ += "range()";
      break;
    case Duration::Kind::kMinOf:
    case Duration::Kind::kMaxOf:
      out_ += duration.kind == Duration::Kind::kMinOf ? "min_of(" : "max_of(";
      Write(*duration.lhs);
      out_ += ", ";
      Write(*duration.rhs);
      out_ += ')';
      break;
    case Duration::Kind::kUnary:
      if (duration.op == Op::kSub) out_ += '-';
      Write(*duration.rhs);
      break;
    case Duration::Kind::kBinary:
      Write(*duration.lhs);
      out_ += StrCat({" ", OpText(duration.op), " "});
      Write(*duration.rhs);
  }
  if (duration.parens) out_ += ')';
}

// ------------------------------------------------------------------ what has operands

void Writer::WriteLabels(const std::vector<std::string>& labels) {
  std::string_view separator = "(";
  for (const std::string& label : labels) {
    out_ += separator;
    out_ += LabelText(label);
    separator = ", ";
  }
  out_ += labels.empty() ? "()" : ")";
}

void Writer::operator()(const Call& call) {
  out_ += call.function->name;
  std::string_view separator = "(";
  for (const ExprPtr& arg : call.args) {
    out_ += separator;
    Write(*arg);
    separator = ", ";
  }
  out_ += call.args.empty() ? "()" : ")";
}

void Writer::WriteHead(const Aggregate& aggregate) {
  out_ += AggregateText(aggregate.op);
  if (!aggregate.without && aggregate.grouping.empty()) return;  // `by ()` is what none means
  out_ += aggregate.without ? " without " : " by ";
  WriteLabels(aggregate.grouping);
  out_ += ' ';
}

void Writer::operator()(const Aggregate& aggregate) {
  WriteHead(aggregate);
  out_ += '(';
  if (aggregate.param != nullptr) {
    Write(*aggregate.param);
    out_ += ", ";
  }
  Write(*aggregate.expr);
  out_ += ')';
}

void Writer::WriteMatching(const VectorMatching& matching) {
  const bool many_to_one = matching.cardinality == Cardinality::kManyToOne;
  const bool grouped = many_to_one || matching.cardinality == Cardinality::kOneToMany;
  if (matching.on || grouped || !matching.labels.empty()) {
    out_ += matching.on ? " on " : " ignoring ";
    WriteLabels(matching.labels);
  }
  if (grouped) {
    out_ += many_to_one ? " group_left " : " group_right ";
    WriteLabels(matching.include);
  }
  const std::optional<double>&left = matching.fill_left, &right = matching.fill_right;
  if (left && right && *left == *right) {
    out_ += StrCat({" fill (", FormatShort(*left), ")"});
    return;
  }
  if (left) out_ += StrCat({" fill_left (", FormatShort(*left), ")"});
  if (right) out_ += StrCat({" fill_right (", FormatShort(*right), ")"});
}

void Writer::WriteOperator(const Binary& binary) {
  out_ += OpText(binary.op);
  if (binary.return_bool) out_ += " bool";
  if (binary.matching != nullptr) WriteMatching(*binary.matching);
}

void Writer::operator()(const Binary& binary) {
  // Before ^ a sign is read as that of the whole power; Prometheus prints +Inf all the same.
  if (binary.op == Op::kPow && IsInfinity(*binary.lhs)) {
    out_ += "Inf";
  } else {
    Write(*binary.lhs);
  }
  out_ += ' ';
  WriteOperator(binary);
  out_ += ' ';
  Write(*binary.rhs);
}

void Writer::operator()(const Unary& unary) {
  out_ += OpText(unary.op);
  Write(*unary.expr);
}

void Writer::operator()(const Paren& paren) {
  out_ += '(';
  Write(*paren.expr);
  out_ += ')';
}

}  // namespace promgate::promql
