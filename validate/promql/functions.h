#pragma once
// The functions of PromQL, every version's: name, signature, since / flag / until. One sorted
// table. Source: facts/promql-since.txt of the project's shared folder; Prometheus
// promql/parser/functions.go.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "validate/promql/ast.h"
#include "validate/promql/features.h"

namespace promgate::promql {

struct Function {
  std::string_view name;
  ValueType result = ValueType::kNone;
  std::array<ValueType, 5> args{};  // kNone ends the list
  // 0: exactly the listed arguments. n > 0: the last n listed are optional… see `Variadic`.
  // As Prometheus counts: variadic > 0: at most size(args)-1+variadic; < 0: the last repeats, any
  // number, and may lack.
  int8_t variadic = 0;
  Gate gate;

  size_t arity() const;  // number of listed arguments
};

// Null when there is no such function in any version.
const Function* FindFunction(std::string_view name);
std::span<const Function> Functions();

}  // namespace promgate::promql
