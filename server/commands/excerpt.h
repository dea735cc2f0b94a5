#pragma once
// The line of a text that something is said about, with a caret below.

#include <cstddef>
#include <string>
#include <string_view>

namespace promgate {

// Two lines, each ended by \n and indented by four blanks: the line of `text` that holds byte
// `start`, and a caret below that byte, stretched to `end` (exclusive) or the line's end: "
// foo{a=1}\n          ^~\n". Offsets past the end mean the end. Long lines are cut around the
// caret; control characters, which could play with a terminal, become U+FFFD.
std::string Excerpt(std::string_view text, size_t start, size_t end);

// `text` as a terminal may see it: control characters, line ends too, become U+FFFD.
std::string Visible(std::string_view text);

}  // namespace promgate
