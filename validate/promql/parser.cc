#include "validate/promql/parser.h"

#include <algorithm>

#include "validate/promql/check.h"
#include "validate/promql/grammar.h"

namespace promgate::promql {

ParseResult Parse(std::string_view text, const Options& options) {
  ParseResult result;
  constexpr size_t kMaxLength = size_t{1} << 30;  // offsets are 32 bits wide
  if (text.size() > kMaxLength) {
    result.errors.push_back({{}, "expression is too long"});
    return result;
  }
  ErrorList errors;
  ExprPtr expr = Grammar(text, options, errors).Start();
  const ValueType type = expr ? CheckTypes(text, *expr, errors) : ValueType::kNone;
  if (errors.empty()) {
    result.expr = std::move(expr);
    result.type = type;
  }
  result.errors = std::move(errors).Take();
  return result;
}

LineColumn Locate(std::string_view text, uint32_t offset) {
  const std::string_view before = text.substr(0, offset);
  const size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  const auto lines = std::count(before.begin(), before.end(), '\n');
  return {static_cast<uint32_t>(lines + 1), static_cast<uint32_t>(before.size() - line_start + 1)};
}

}  // namespace promgate::promql
