#include <string>

#include "validate/promql/functions.h"
#include "validate/promql/printer.h"
#include "validate/promql/writer.h"

namespace promgate::promql {
namespace {

constexpr size_t kMaxWidth =
    100;  // of an expression that stays on one line, its indent not counted

// What is too wide is split: operands on lines of their own, two blanks further in than what holds
// them. Each node begins at the start of a line and indents itself.
class Splitter {
 public:
  explicit Splitter(const Widths& widths) : widths_(widths) {}

  void Write(const Expr& expr, int level) {
    level_ = level;
    if (widths_.at(&expr) <= kMaxWidth) {
      // Prometheus forgets the indent of a subquery that fits.
      if (!std::holds_alternative<Subquery>(expr.node)) Indent(level);
      writer_.Write(expr);
      return;
    }
    std::visit(*this, expr.node);
  }
  std::string Take() && { return std::move(writer_).Take(); }

  // Visitor of Expr::node, for what is split. level_ is the node's own.
  void operator()(const Aggregate& aggregate) {
    const int level = level_;
    Indent(level);
    writer_.WriteHead(aggregate);
    writer_.WriteText("(\n");
    if (aggregate.param != nullptr) {
      Write(*aggregate.param, level + 1);
      writer_.WriteText(",\n");
    }
    Write(*aggregate.expr, level + 1);
    Close(level);
  }
  void operator()(const Binary& binary) {
    const int level = level_;
    Write(*binary.lhs, level + 1);
    writer_.WriteText("\n");
    Indent(level);
    writer_.WriteOperator(binary);
    writer_.WriteText("\n");
    Write(*binary.rhs, level + 1);
  }
  void operator()(const Call& call) {
    const int level = level_;
    Indent(level);
    writer_.WriteText(call.function->name);
    std::string_view separator = "(\n";
    for (const ExprPtr& arg : call.args) {
      writer_.WriteText(separator);
      Write(*arg, level + 1);
      separator = ",\n";
    }
    Close(level);
  }
  void operator()(const Paren& paren) {
    const int level = level_;
    Indent(level);
    writer_.WriteText("(\n");
    Write(*paren.expr, level + 1);
    Close(level);
  }
  void operator()(const Subquery& subquery) {
    Write(*subquery.expr, level_);
    writer_.WriteSuffix(subquery);
  }
  // The operator takes the place of the operand's indent.
  void operator()(const Unary& unary) {
    const int level = level_;
    Indent(level);
    writer_.WriteText(OpText(unary.op));
    swallow_indent_ = true;
    Write(*unary.expr, level);
    swallow_indent_ = false;
  }
  // A leaf stays whole, however wide.
  template <class Leaf>
  void operator()(const Leaf& leaf) {
    Indent(level_);
    writer_(leaf);
  }

 private:
  void Indent(int level) {
    if (!swallow_indent_) writer_.WriteText(std::string(static_cast<size_t>(level) * 2, ' '));
    swallow_indent_ = false;
  }
  void Close(int level) {
    writer_.WriteText("\n");
    Indent(level);
    writer_.WriteText(")");
  }

  const Widths& widths_;
  Writer writer_;
  int level_ = 0;
  bool swallow_indent_ = false;
};

}  // namespace

std::string Pretty(const Expr& expr) {
  Widths widths;
  Writer(&widths).Write(expr);
  Splitter splitter(widths);
  splitter.Write(expr, 0);
  return std::move(splitter).Take();
}

}  // namespace promgate::promql
