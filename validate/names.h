#pragma once
// Names of labels and metrics, by scheme.

#include <cstdint>
#include <string_view>

namespace promgate {

enum class NameScheme : uint8_t {
  kUtf8,    // Prometheus 3: any non-empty UTF-8
  kLegacy,  // [a-zA-Z_][a-zA-Z0-9_]*, metrics with ':' too
};

bool IsLabelName(std::string_view name, NameScheme scheme);
bool IsMetricName(std::string_view name, NameScheme scheme);

}  // namespace promgate
