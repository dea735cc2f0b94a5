#pragma once
// The names that \p{...} takes in Go's regular expressions.

#include <string_view>

namespace promgate {

enum class UnicodeNames {
  kExact,  // categories and scripts as Unicode spells them (Go before 1.25)
  kLoose,  // case, blanks, hyphens and underscores do not matter, and categories have long names
           // too
};

// The name of the class as RE2 spells it (where RE2 has the class); empty when Go knows no such
// class. Source: regexp/syntax of Go 1.24 and 1.26.
std::string_view FindUnicodeClass(std::string_view name, UnicodeNames names);

}  // namespace promgate
