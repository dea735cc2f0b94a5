#pragma once
// The canonical spelling of each kind of node: what Print and Pretty share. Private to the
// printers.

#include <string>
#include <string_view>
#include <unordered_map>

#include "validate/promql/ast.h"

namespace promgate::promql {

// Length of the canonical text of each expression, by node.
using Widths = std::unordered_map<const Expr*, size_t>;

class Writer {
 public:
  // Notes in `widths`, unless null, the length of every expression it writes.
  explicit Writer(Widths* widths = nullptr) : widths_(widths) {}

  void Write(const Expr& expr);

  // Parts that Pretty sets on lines of their own.
  void WriteText(std::string_view text) { out_ += text; }
  void WriteHead(const Aggregate& aggregate);  // "sum by (job) "
  void WriteOperator(const Binary& binary);    // "== bool on (a) group_left (b)"
  void WriteSuffix(const Subquery& subquery);  // "[5m:1m] @ end() offset 5m"

  std::string Take() && { return std::move(out_); }

  // Visitor of Expr::node.
  void operator()(const Number& number);
  void operator()(const String& string);
  void operator()(const VectorSelector& selector);
  void operator()(const MatrixSelector& selector);
  void operator()(const Subquery& subquery);
  void operator()(const Call& call);
  void operator()(const Aggregate& aggregate);
  void operator()(const Binary& binary);
  void operator()(const Unary& unary);
  void operator()(const Paren& paren);
  void operator()(const Duration& duration);

 private:
  void WriteSeries(const VectorSelector& selector);          // name{a="b"}
  void WriteDuration(const Expr& duration);                  // of a range, a step or an offset
  void WriteRangeModifiers(const VectorSelector& selector);  // anchored, smoothed
  void WriteAt(const At& at);
  void WriteOffset(const Modifiers& modifiers);
  void WriteLabels(const std::vector<std::string>& labels);  // (a, "b c")
  void WriteMatching(const VectorMatching& matching);

  std::string out_;
  Widths* widths_;
};

}  // namespace promgate::promql
