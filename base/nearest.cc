#include <algorithm>

#include "base/strings.h"

namespace promgate {
namespace {

constexpr size_t kMaxDistance = 3;
constexpr size_t kMaxLength =
    128;  // nobody misspells longer names, and the table stays on the stack

// Edit distance with insertions, deletions, substitutions and swaps of neighbours (optimal string
// alignment), as far as `limit`: anything more is limit + 1. O(|a| * |b|), at most kMaxLength each.
size_t EditDistance(std::string_view a, std::string_view b, size_t limit) {
  const size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return limit + 1;
  size_t rows[3][kMaxLength + 1];
  size_t *older = rows[0], *old = rows[1], *now = rows[2];
  for (size_t j = 0; j <= b.size(); ++j) old[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      now[j] = std::min({old[j] + 1, now[j - 1] + 1, old[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        now[j] = std::min(now[j], older[j - 2] + 1);
      }
    }
    std::swap(older, old);
    std::swap(old, now);
  }
  return std::min(old[b.size()], limit + 1);
}

}  // namespace

std::string_view NearestName(std::string_view name, std::span<const std::string_view> candidates) {
  if (name.size() > kMaxLength) return {};
  std::string_view nearest;
  size_t best = std::min(kMaxDistance, name.size() / 3) + 1;
  for (std::string_view candidate : candidates) {
    if (candidate.size() > kMaxLength) continue;
    size_t distance = EditDistance(name, candidate, best - 1);
    if (distance >= best) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

}  // namespace promgate
