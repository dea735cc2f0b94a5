#pragma once
// Prometheus durations: "1y2w3d4h5m6s7ms", units in falling order, each at most once; "0" alone.

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace promgate {

using Nanoseconds = std::chrono::nanoseconds;  // int64: 292 years

// Errors in Prometheus' words: empty duration string · not a valid duration string: "x" ·
// unknown unit "mo" in duration "5mo" · duration out of range.
// Source: github.com/prometheus/common model.ParseDuration.
Result<Nanoseconds> ParseDuration(std::string_view text);

// The shortest spelling Prometheus prints: 1h30m, 366d, 0s. Whole milliseconds (the rest is cut
// off).
std::string PrintDuration(Nanoseconds d);

// As Go's Duration.Seconds: whole seconds and their fraction converted apart, each exactly rounded.
double Seconds(Nanoseconds d);

}  // namespace promgate
