#pragma once
// Small damage to texts that were fine.

#include <span>
#include <string>

#include "tests/diff/random.h"

namespace promgate::diff {

// A copy of one of `seeds` with one to three accidents: something cut out, doubled, swapped,
// inserted from `words`, a byte changed, the head or tail of another seed joined on. `seeds` is not
// empty.
std::string Mutate(Random& random, std::span<const std::string> seeds,
                   std::span<const std::string_view> words);

}  // namespace promgate::diff
