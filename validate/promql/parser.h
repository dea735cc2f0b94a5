#pragma once
// PromQL text -> checked tree, as Prometheus' ParseExpr does it: the same language, verdicts, error
// texts and positions, for the version and features in Options.
//
//   ParseResult r = Parse("sum by (job) (rate(http_requests_total[5m]))", {});
//   if (!r.ok()) Report(r.errors[0]);

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "validate/promql/ast.h"
#include "validate/promql/features.h"

namespace promgate::promql {

struct ParseError {
  Span span;
  std::string message;  // in Prometheus' words, without position
};

struct ParseResult {
  ExprPtr expr;                    // null if there are errors
  std::vector<ParseError> errors;  // in the order in which Prometheus reports them; at most 100
  ValueType type = ValueType::kNone;
  bool ok() const { return errors.empty(); }
};

// Brackets in brackets, and nodes on the longest path through the tree. Beyond this an expression
// is refused
// ("expression is nested too deeply"), so that every recursive pass is safe on a stack of 8 MB.
inline constexpr uint32_t kMaxDepth = 1000;

// Parses and type-checks one expression. Thread-safe; keeps a few compiled patterns per thread.
// Linear in the text.
ParseResult Parse(std::string_view text, const Options& options);

// The type a tree evaluates to.
ValueType TypeOf(const Expr& expr);

// scalar, instant vector, range vector, string: as documents and errors name a type.
std::string_view DocumentedType(ValueType type);
// scalar, vector, matrix, string.
std::string_view TypeName(ValueType type);

// 1-based line and column (in bytes) of an offset: for "1:23: parse error: …".
struct LineColumn {
  uint32_t line, column;
};
LineColumn Locate(std::string_view text, uint32_t offset);

}  // namespace promgate::promql
