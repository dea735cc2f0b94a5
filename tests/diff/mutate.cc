#include "tests/diff/mutate.h"

#include <algorithm>

namespace promgate::diff {
namespace {

constexpr size_t kMaxSplice = 400;  // joined texts must not grow without end

struct Piece {
  size_t start, length;
};

// A word, a number, a run of blanks, or one byte of punctuation.
Piece PickPiece(Random& random, const std::string& text) {
  const auto in_word = [&](size_t i) {
    const auto c = static_cast<unsigned char>(text[i]);
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c >= 0x80;
  };
  size_t start = random.Below(text.size()), end = start + 1;
  if (in_word(start)) {
    while (start > 0 && in_word(start - 1)) --start;
    while (end < text.size() && in_word(end)) ++end;
  }
  return {start, end - start};
}

void Damage(Random& random, std::string& text, std::span<const std::string> seeds,
            std::span<const std::string_view> words) {
  if (text.empty()) text = "a";
  const Piece piece = PickPiece(random, text);
  switch (random.Below(8)) {
    case 0:
      text.erase(piece.start, piece.length);
      return;
    case 1:
      text.insert(piece.start, text.substr(piece.start, piece.length));
      return;
    case 2:
      text.insert(piece.start, random.Text(words));
      return;
    case 3:
      text.replace(piece.start, piece.length, random.Text(words));
      return;
    case 4: {
      const Piece other = PickPiece(random, text);
      const std::string moved = text.substr(other.start, other.length);
      text.erase(other.start, other.length);
      text.insert(std::min(piece.start, text.size()), moved);
      return;
    }
    case 5:
      text[piece.start] =
          static_cast<char>(random.Chance(85) ? ' ' + random.Below(95) : random.Below(256));
      return;
    case 6:
      text.resize(piece.start);
      return;
    default: {
      const std::string& other = random.Pick(seeds);
      text = text.substr(0, piece.start) + other.substr(random.Below(other.size() + 1));
      text.resize(std::min(text.size(), kMaxSplice));
    }
  }
}

}  // namespace

std::string Mutate(Random& random, std::span<const std::string> seeds,
                   std::span<const std::string_view> words) {
  std::string text = random.Pick(seeds);
  for (size_t n = 1 + random.Below(3); n > 0; --n) Damage(random, text, seeds, words);
  return text;
}

}  // namespace promgate::diff
