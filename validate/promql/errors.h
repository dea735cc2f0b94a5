#pragma once
// Errors of one expression while they are collected: bounded, since the text decides how many there
// could be and a long name can stand in each.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "validate/promql/parser.h"

namespace promgate::promql {

class ErrorList {
 public:
  // Nothing more is taken. Loops ask before they word an error.
  bool full() const { return list_.size() >= kMaxErrors || bytes_ >= kMaxBytes; }
  bool empty() const { return list_.empty(); }

  void Add(Span span, std::string message) {
    if (full()) return;
    bytes_ += message.size();
    list_.push_back({span, std::move(message)});
  }

  std::vector<ParseError> Take() && { return std::move(list_); }

 private:
  // More than any person reads.
  static constexpr size_t kMaxErrors = 100;
  static constexpr size_t kMaxBytes = size_t{1} << 20;

  std::vector<ParseError> list_;
  size_t bytes_ = 0;
};

}  // namespace promgate::promql
