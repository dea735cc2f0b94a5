#pragma once
// Text: building, quoting as Go does, UTF-8, base64, nearest names.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace promgate {

// Joins pieces into one string with one allocation.
std::string StrCat(std::initializer_list<std::string_view> pieces);

std::string Join(std::span<const std::string> items, std::string_view separator);

// As Go's strconv.Quote (%q): "\"", \n, \x00, \u200b; printable non-ASCII stays.
std::string GoQuote(std::string_view text);
// As Go's %q of a rune: '\u200b', '🙂'.
std::string GoQuoteRune(char32_t rune);

// One rune at the start of `text`; an invalid byte is U+FFFD of length 1 (as Go decodes). `text` is
// not empty.
struct Rune {
  char32_t value;
  uint32_t length;
};
Rune DecodeRune(std::string_view text);
void AppendRune(std::string& out,
                char32_t rune);  // surrogates and values past U+10FFFF append U+FFFD
bool IsValidUtf8(std::string_view text);
// A copy with each invalid byte replaced by U+FFFD.
std::string ToValidUtf8(std::string_view text);

std::string Base64Encode(std::string_view bytes);
std::optional<std::string> Base64Decode(std::string_view text);

// The candidate nearest to `name` by edit distance (with transpositions), when near enough to be a
// misspelling (at most a third of the length, at most 3); empty otherwise. Ties go to the first.
std::string_view NearestName(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace promgate
