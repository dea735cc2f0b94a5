#pragma once
// Floating-point numbers as Go prints them: the fewest digits that read back as the same number;
// +Inf, -Inf, NaN.

#include <string>

namespace promgate {

// Without an exponent, however long: 0.0000001, 100000000000000000000000 (Go's strconv, format
// 'f').
std::string FormatFixed(double value);

// With an exponent below 10^-4 and from 10^6 on: 1e-07, 1.5e+06 (Go's %v, format 'g').
std::string FormatShort(double value);

}  // namespace promgate
