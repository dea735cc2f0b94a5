#pragma once
// Chance with a seed: the same numbers on every machine (the standard's distributions are not).

#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace promgate::diff {

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  // 0 <= result < n; n > 0.
  size_t Below(size_t n) { return static_cast<size_t>(engine_() % n); }
  // True in `percent` of 100 cases.
  bool Chance(size_t percent) { return Below(100) < percent; }
  // One of `items`, which is not empty.
  template <class T>
  const T& Pick(std::span<const T> items) {
    return items[Below(items.size())];
  }
  template <class T, size_t N>
  const T& Pick(const T (&items)[N]) {
    return items[Below(N)];
  }
  std::string Text(std::span<const std::string_view> items) { return std::string(Pick(items)); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace promgate::diff
