#include "base/yaml_marks.h"

#include <algorithm>

namespace promgate {
namespace {

constexpr size_t kStride = 64;

bool BeginsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

}  // namespace

YamlMarks::YamlMarks(std::string_view text, size_t skipped) : text_(text), skipped_(skipped) {
  line_begins_.push_back(skipped);
  size_t characters = 0;
  for (size_t i = skipped; i < text.size(); ++i) {
    if (text[i] == '\n') line_begins_.push_back(i + 1);
    if (!BeginsCharacter(text[i])) continue;
    if (characters % kStride == 0) strides_.push_back(i);
    ++characters;
  }
  if (characters == text.size() - skipped) strides_.clear();
}

size_t YamlMarks::Offset(size_t index) const {
  if (strides_.empty()) return std::min(skipped_ + index, text_.size());
  if (index / kStride >= strides_.size()) return text_.size();
  size_t offset = strides_[index / kStride];
  for (size_t left = index % kStride; offset < text_.size(); ++offset) {
    if (!BeginsCharacter(text_[offset])) continue;
    if (left-- == 0) break;
  }
  return offset;
}

YamlMark YamlMarks::At(size_t offset) const {
  offset = std::max(offset, skipped_);
  const auto next = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
  const auto line = static_cast<uint32_t>(next - line_begins_.begin());
  return {line, static_cast<uint32_t>(offset - *(next - 1) + 1), offset};
}

}  // namespace promgate
