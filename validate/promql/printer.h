#pragma once
// Trees as text. Print is canonical: Print(Parse(Print(x))) == Print(x), and the same text
// Prometheus' String() gives. Pretty splits long expressions over lines as Prometheus' Prettify
// does.

#include <string>

#include "validate/promql/ast.h"

namespace promgate::promql {

std::string Print(const Expr& expr);
std::string Pretty(const Expr& expr);

// Spelling of an operator: "+", "and", ">/".
std::string_view OpText(Op op);
std::string_view AggregateText(AggregateOp op);
std::string_view MatchOpText(MatchOp op);

}  // namespace promgate::promql
