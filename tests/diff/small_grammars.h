#pragma once
// Random durations, regular expressions and names.

#include <string>

#include "tests/diff/random.h"

namespace promgate::diff {

std::string RandomDuration(Random& random);
std::string RandomRegex(Random& random, int depth);
std::string RandomName(Random& random);

}  // namespace promgate::diff
