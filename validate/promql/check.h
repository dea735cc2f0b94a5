#pragma once
// The types of an expression and the rules on them that no grammar expresses: what may be an
// argument, an operand, a range's inside. Only Parse() calls Check. Source: Prometheus
// promql/parser/parse.go checkAST: the same rules, in the same order, in the same words.

#include <string_view>

#include "validate/promql/ast.h"
#include "validate/promql/errors.h"

namespace promgate::promql {

// Adds what is wrong to `errors` and returns the type. Takes the
// matching off operations that are not between two vectors, and makes that of set operators many to
// many.
ValueType CheckTypes(std::string_view text, Expr& expr, ErrorList& errors);

}  // namespace promgate::promql
