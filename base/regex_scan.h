#pragma once
// The lexical half of Go's regular expressions: runes, escapes, character classes, repeat counts.
// regex_syntax.cc puts them together.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unicode_classes.h"

namespace promgate {

// Go's words for what can be wrong with a pattern.
namespace regex_words {
inline constexpr std::string_view kCharRange = "invalid character class range";
inline constexpr std::string_view kEscape = "invalid escape sequence";
inline constexpr std::string_view kNamedCapture = "invalid named capture";
inline constexpr std::string_view kPerlSyntax = "invalid or unsupported Perl syntax";
inline constexpr std::string_view kRepeatOperator = "invalid nested repetition operator";
inline constexpr std::string_view kRepeatCount = "invalid repeat count";
inline constexpr std::string_view kUtf8 = "invalid UTF-8";
inline constexpr std::string_view kMissingBracket = "missing closing ]";
inline constexpr std::string_view kMissingParen = "missing closing )";
inline constexpr std::string_view kMissingArgument = "missing argument to repetition operator";
inline constexpr std::string_view kTrailingBackslash = "trailing backslash at end of expression";
inline constexpr std::string_view kUnexpectedParen = "unexpected )";
inline constexpr std::string_view kNesting = "expression nests too deeply";
inline constexpr std::string_view kLarge = "expression too large";
}  // namespace regex_words

Error RegexFailure(std::string_view what, std::string_view excerpt);

// Where RE2 wants other words than Go: `length` bytes at `offset` become `text`.
struct RegexEdit {
  size_t offset, length;
  std::string text;
};

// How often an operator repeats; `most` is -1 when there is no bound.
struct RepeatCount {
  int least, most;
};

// A position in a pattern. The Take functions move it past what they name and return false (or
// nothing) after recording the first failure; then the scanner is of no further use. `pattern` must
// outlive the scanner.
class RegexScanner {
 public:
  RegexScanner(std::string_view pattern, UnicodeNames names) : pattern_(pattern), names_(names) {}

  bool AtEnd() const { return pos_ == pattern_.size(); }
  size_t Position() const { return pos_; }
  std::string_view Pattern() const { return pattern_; }
  std::string_view Rest() const { return pattern_.substr(pos_); }
  // The byte `ahead` of the position; NUL past the end, which no operator is.
  char Peek(size_t ahead = 0) const {
    return pos_ + ahead < pattern_.size() ? pattern_[pos_ + ahead] : '\0';
  }
  void Skip(size_t bytes) { pos_ += bytes; }
  bool SkipIf(char c) {
    if (AtEnd() || Peek() != c) return false;
    ++pos_;
    return true;
  }

  std::optional<char32_t> TakeRune();
  bool TakeClass();      // at '['
  bool TakeEscape();     // at '\': one character
  bool TakePerlClass();  // at '\': \d \s \w and their negations; false is no failure
  bool AtUnicodeClass() const { return Peek() == '\\' && (Peek(1) == 'p' || Peek(1) == 'P'); }
  bool TakeUnicodeClass();  // AtUnicodeClass()
  bool CheckUtf8(size_t begin, size_t end);
  // At '{': {2}, {2,}, {2,5}; nothing (and no failure) when it is plain text. Counts beyond all
  // reason come back as -1 in `least`.
  std::optional<RepeatCount> TakeRepeatCount();

  void Edit(size_t begin, size_t end, std::string_view text) {
    edits_.push_back({begin, end - begin, std::string(text)});
  }
  std::vector<RegexEdit> TakeEdits() { return std::move(edits_); }

  // Records what is wrong with the bytes from `begin` to `end`; always false.
  bool Fail(std::string_view what, size_t begin, size_t end);
  const Error& error() const { return error_; }

 private:
  std::optional<char32_t> TakeEscapedRune();
  std::optional<char32_t> TakeOctal();
  std::optional<char32_t> TakeHex();
  std::optional<char32_t> TakeClassRune(size_t class_begin);
  std::optional<bool> TakeNamedClass();
  std::optional<int> TakeInteger();

  std::string_view pattern_;
  UnicodeNames names_;
  size_t pos_ = 0;
  std::vector<RegexEdit> edits_;
  Error error_;
};

}  // namespace promgate
