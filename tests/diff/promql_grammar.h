#pragma once
// Random PromQL: mostly well-typed expressions of the whole grammar, with odd spellings and, now
// and then, a part of a wrong type.

#include <string>

#include "tests/diff/random.h"
#include "validate/promql/ast.h"

namespace promgate::diff {

class PromqlGrammar {
 public:
  explicit PromqlGrammar(Random& random) : random_(random) {}

  // One expression of any type.
  std::string Expression();

 private:
  using Type = promql::ValueType;

  std::string OfType(Type type, int depth);
  std::string Vector(int depth);
  std::string Scalar(int depth);
  std::string Matrix(int depth);

  std::string Selector();
  std::string Matchers();
  std::string Modifiers();
  std::string CallOf(Type result, int depth);
  std::string Aggregate(int depth);
  std::string Binary(Type type, int depth);
  std::string Matching();
  std::string Labels();
  std::string LabelName();
  std::string Quoted();
  std::string Number();
  std::string DurationText();
  std::string DurationExpr(int depth);
  std::string Gap();  // blanks, comments, or nothing: between tokens

  Random& random_;
};

}  // namespace promgate::diff
