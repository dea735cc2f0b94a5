#pragma once
// Which labels the result of an expression can carry, whatever the data: what aggregations, joins
// and functions let through. For lint: a template that asks for a label which `sum by (job)`
// dropped will never get it.
//
// Conservative: "may" is said whenever some data makes it so; the metric name is not followed.

#include <set>
#include <string>
#include <string_view>

#include "validate/promql/ast.h"

namespace promgate::promql {

// Every label but some (open), or only some (closed).
class LabelSet {
 public:
  static LabelSet Any() { return LabelSet(true, {}); }
  static LabelSet None() { return LabelSet(false, {}); }
  static LabelSet Only(std::set<std::string> names) { return LabelSet(false, std::move(names)); }
  static LabelSet AllBut(std::set<std::string> names) { return LabelSet(true, std::move(names)); }

  bool MayHave(const std::string& name) const { return names_.contains(name) != open_; }
  void Add(const std::string& name);
  void Remove(const std::string& name);
  LabelSet And(const LabelSet& other) const;  // what both may have
  LabelSet Or(const LabelSet& other) const;   // what either may have

  bool open() const { return open_; }
  // Open: the labels it cannot have; closed: those it may have.
  const std::set<std::string>& names() const { return names_; }
  bool operator==(const LabelSet& other) const = default;

 private:
  LabelSet(bool open, std::set<std::string> names) : open_(open), names_(std::move(names)) {}
  bool open_;
  std::set<std::string> names_;
};

// For a tree that Parse accepted. Linear in the tree, times the labels it names.
LabelSet ResultLabels(const Expr& expr);

}  // namespace promgate::promql
