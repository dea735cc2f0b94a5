#pragma once
// Expressions with what Prometheus 3.14 says of them, with no feature enabled. The lexer tests
// mutate them too.

#include <cstdint>
#include <span>
#include <string_view>

#include "validate/promql/ast.h"

namespace promgate::promql {

struct GoodCase {
  std::string_view text;
  ValueType type;
  std::string_view canonical;  // empty: the text itself
};

struct BadCase {
  std::string_view text;
  uint32_t start, end;  // of the first error
  std::string_view message;
};

std::span<const GoodCase> GoodExpressions();
std::span<const BadCase> BadExpressions();

}  // namespace promgate::promql
