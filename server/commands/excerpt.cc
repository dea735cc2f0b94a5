#include "server/commands/excerpt.h"

#include <algorithm>

#include "base/strings.h"

namespace promgate {
namespace {

constexpr size_t kBefore = 60, kAfter = 40;  // bytes shown around the caret: a terminal's width

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Appends one rune as a terminal may see it.
void AppendVisible(std::string& out, char32_t rune) {
  const bool control = (rune < 0x20 && rune != '\t') || (rune >= 0x7f && rune < 0xa0);
  AppendRune(out, control ? 0xfffd : rune);
}

}  // namespace

std::string Excerpt(std::string_view text, size_t start, size_t end) {
  start = std::min(start, text.size());
  // Only what can be shown is looked at: a line may have many megabytes, and many findings.
  size_t first = start - std::min(start, kBefore);
  const size_t newline = text.substr(first, start - first).rfind('\n');
  const bool cut_front = newline == text.npos && first > 0 && text[first - 1] != '\n';
  if (newline != text.npos) first += newline + 1;
  while (first < start && IsContinuation(text[first])) ++first;
  const size_t length = text.substr(start, kAfter + 1).find('\n');
  const bool cut_back = length == text.npos && text.size() - start > kAfter;
  size_t last = length == text.npos ? std::min(text.size(), start + kAfter) : start + length;
  if (!cut_back && last > start && text[last - 1] == '\r') --last;  // ends as Windows has it
  end = std::clamp(end, start, last);
  while (last > start && last < text.size() && IsContinuation(text[last])) --last;

  std::string line = cut_front ? "    …" : "    ";
  std::string carets = cut_front ? "     " : "    ";
  for (size_t at = first; at < last;) {
    const Rune rune = DecodeRune(text.substr(at, last - at));
    AppendVisible(line, rune.value);
    if (at < start) carets += rune.value == '\t' ? '\t' : ' ';
    if (at > start && at < end) carets += '~';
    if (at == start) carets += '^';
    at += rune.length;
  }
  if (start >= last) carets += '^';
  return StrCat({line, cut_back ? "…\n" : "\n", carets, "\n"});
}

std::string Visible(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    AppendVisible(out, rune.value);
    text.remove_prefix(rune.length);
  }
  return out;
}

}  // namespace promgate
