#include <algorithm>
#include <cstdlib>
#include <string>

#include "base/yaml.h"

// Walks over the text of a scalar as a YAML reader does and counts the bytes of its value, until
// the one that is asked for comes by. Source: the scanner of libyaml 0.2.5.

namespace promgate {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

bool IsBlank(char c) {
  return c == ' ' || c == '\t';
}

// Escapes of double-quoted scalars that are followed by hexadecimal digits.
size_t HexDigits(char letter) {
  return letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
}

size_t Utf8Size(uint32_t rune) {
  return rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
}

class ScalarWalk {
 public:
  // `text` ends where the scalar ends.
  ScalarWalk(std::string_view text, size_t begin, size_t wanted)
      : text_(text), at_(begin), left_(wanted) {}

  // Where the wanted byte stands; the end of the text when the value is shorter.
  size_t Flow(YamlPlace::Style style) {
    if (style != YamlPlace::Style::kPlain) {
      ++at_;
      if (text_.size() > at_) text_.remove_suffix(1);  // the quotes
    }
    while (!Found() && at_ < text_.size()) {
      if (IsBlank(text_[at_]) || BreakSize(at_) > 0) {
        BlanksAndBreaks();
      } else if (style == YamlPlace::Style::kDoubleQuoted && text_[at_] == '\\') {
        Escape();
      } else {
        const bool doubled = style == YamlPlace::Style::kSingleQuoted && text_[at_] == '\'';
        Emit(at_);
        at_ += doubled ? 2 : 1;
      }
    }
    return Found() ? found_ : text_.size();
  }

  // `parent` is the indentation of what the scalar is a part of; it matters where the header gives
  // the scalar's own in relation to it.
  size_t Block(size_t parent) {
    const bool folded = text_[at_] == '>';
    const size_t indent = SkipHeader(parent);
    bool first = true, after_blank = false;  // the last line of text began with a blank
    size_t break_at = at_;
    size_t empty_lines_begin = at_;
    while (!Found() && at_ < text_.size()) {
      const size_t content = SkipIndent(indent);
      if (content >= text_.size()) break;
      if (BreakSize(content) > 0) {
        at_ = content + BreakSize(content);
        continue;
      }
      const bool blank = IsBlank(text_[content]);
      EmitBreaks(first ? kNowhere : break_at, empty_lines_begin, content,
                 folded && !after_blank && !blank);
      for (at_ = content; !Found() && at_ < text_.size() && BreakSize(at_) == 0; ++at_) Emit(at_);
      break_at = at_;
      at_ = empty_lines_begin = std::min(at_ + BreakSize(at_), text_.size());
      after_blank = blank;
      first = false;
    }
    // What chomping leaves are line breaks, and they stand where the text ends.
    if (Found()) return found_;
    return first ? text_.size() : break_at;
  }

 private:
  bool Found() const { return found_ != kNowhere; }

  size_t BreakSize(size_t at) const {
    if (at >= text_.size()) return 0;
    if (text_[at] == '\r') return at + 1 < text_.size() && text_[at + 1] == '\n' ? 2 : 1;
    return text_[at] == '\n' ? 1 : 0;
  }

  // `size` bytes of the value stand at `at`.
  void Emit(size_t at, size_t size = 1) {
    if (Found()) return;
    if (left_ < size) {
      found_ = at;
    } else {
      left_ -= size;
    }
  }

  size_t SkipBlanks(size_t at) const {
    while (at < text_.size() && IsBlank(text_[at])) ++at;
    return at;
  }

  // Blanks inside a line stay; around a line break they go, and the first break becomes a blank
  // unless empty lines follow, which become breaks.
  void BlanksAndBreaks() {
    const size_t end = SkipBlanks(at_);
    if (BreakSize(end) == 0) {
      while (at_ < end) Emit(at_++);
      return;
    }
    at_ = SkipBlanks(end + BreakSize(end));
    if (BreakSize(at_) == 0) return Emit(end);
    EmptyLines();
  }

  void EmptyLines() {
    while (const size_t size = BreakSize(at_)) {
      Emit(at_);
      at_ = SkipBlanks(at_ + size);
    }
  }

  void Escape() {
    const size_t begin = at_++;
    if (at_ >= text_.size()) return Emit(begin);
    if (const size_t size = BreakSize(at_)) {  // an escaped break is none
      at_ = SkipBlanks(at_ + size);
      return EmptyLines();
    }
    const char letter = text_[at_++];
    uint32_t rune = 0;
    if (const size_t digits = HexDigits(letter)) {
      const std::string hex(text_.substr(at_, digits));
      rune = static_cast<uint32_t>(std::strtoul(hex.c_str(), nullptr, 16));
      at_ += hex.size();
    } else if (letter == 'N' || letter == '_') {
      rune = 0x85;
    } else if (letter == 'L' || letter == 'P') {
      rune = 0x2028;
    }
    Emit(begin, Utf8Size(rune));
  }

  // Moves behind the line of the header, and gives the indentation of the content.
  size_t SkipHeader(size_t parent) {
    size_t explicit_indent = 0;
    for (++at_; at_ < text_.size() && BreakSize(at_) == 0; ++at_) {
      if (text_[at_] == '#') {
        at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
        break;
      }
      if (text_[at_] >= '1' && text_[at_] <= '9')
        explicit_indent = static_cast<size_t>(text_[at_] - '0');
    }
    at_ += BreakSize(at_);
    if (explicit_indent > 0) return parent + explicit_indent;
    size_t indent = 1;
    for (size_t line = at_; line < text_.size();) {
      const size_t content = std::min(text_.find_first_not_of(' ', line), text_.size());
      indent = std::max(indent, content - line);
      if (BreakSize(content) == 0) break;
      line = content + BreakSize(content);
    }
    return indent;
  }

  size_t SkipIndent(size_t indent) const {
    size_t at = at_;
    while (at < text_.size() && at < at_ + indent && text_[at] == ' ') ++at;
    return at;
  }

  // The line break at `break_at` (kNowhere for none) and the empty lines from `begin` to `end`.
  void EmitBreaks(size_t break_at, size_t begin, size_t end, bool fold) {
    const std::string_view between = text_.substr(begin, end - begin);
    const bool empty_lines = between.find_first_of("\r\n") != kNowhere;
    if (break_at != kNowhere && !(fold && empty_lines)) Emit(break_at);
    for (size_t at = begin; at < end; ++at) {
      const size_t size = BreakSize(at);
      if (size == 0) continue;
      Emit(at);
      at += size - 1;
    }
  }

  std::string_view text_;
  size_t at_;
  size_t left_;  // bytes of the value still to come before the wanted one
  size_t found_ = kNowhere;
};

// Column of the key or of the dash that a block scalar at `begin` belongs to.
size_t ParentIndent(std::string_view text, size_t begin) {
  const size_t last_break = begin == 0 ? kNowhere : text.rfind('\n', begin - 1);
  const size_t line = last_break == kNowhere ? 0 : last_break + 1;
  size_t at = std::min(text.find_first_not_of(' ', line), begin);
  size_t parent = at;
  while (at + 1 < begin && text[at] == '-' && text[at + 1] == ' ') {
    parent = at;
    at = std::min(text.find_first_not_of(' ', at + 1), begin);
  }
  const bool value_of_key = at < begin && text[at] != '&' && text[at] != '!';
  return (value_of_key ? at : parent) - line;
}

size_t FindByte(std::string_view text, const YamlPlace& place, size_t offset) {
  const std::string_view until_end = text.substr(0, place.end.offset);
  const size_t begin = place.begin.offset;
  if (begin >= until_end.size() || place.style == YamlPlace::Style::kCollection) return begin;
  ScalarWalk walk(until_end, begin, offset);
  if (place.style == YamlPlace::Style::kLiteral || place.style == YamlPlace::Style::kFolded) {
    return walk.Block(ParentIndent(text, begin));
  }
  return walk.Flow(place.style);
}

}  // namespace

YamlMark LocateInScalar(std::string_view text, const YamlPlace& place, size_t offset) {
  const size_t found = std::min(FindByte(text, place, offset), text.size());
  YamlMark mark = place.begin;
  for (; mark.offset < found; ++mark.offset) {
    ++mark.column;
    if (text[mark.offset] != '\n') continue;
    ++mark.line;
    mark.column = 1;
  }
  return mark;
}

}  // namespace promgate
