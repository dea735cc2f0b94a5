#pragma once
// Which runes Go prints as they are and which it escapes (strconv.IsPrint).

namespace promgate {

bool IsPrintable(char32_t rune);

}  // namespace promgate
