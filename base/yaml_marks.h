#pragma once
// From libyaml's positions, which count characters, to ours, which count bytes.

#include <string_view>
#include <vector>

#include "base/yaml.h"

namespace promgate {

class YamlMarks {
 public:
  // `text` must outlive the marks; its first `skipped` bytes do not count as characters (a byte
  // order mark). One pass over it.
  YamlMarks(std::string_view text, size_t skipped);

  // Byte offset of the character number `index`; the end for what is past it.
  size_t Offset(size_t index) const;
  // Line and column of a byte offset.
  YamlMark At(size_t offset) const;

 private:
  std::string_view text_;
  size_t skipped_;
  std::vector<size_t> line_begins_;
  std::vector<size_t> strides_;  // offset of every kStride-th character; empty when all are ASCII
};

}  // namespace promgate
