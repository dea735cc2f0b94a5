#pragma once
// The ten kinds of monitoring.coreos.com: one row each.

#include <span>
#include <string_view>

namespace promgate {

inline constexpr std::string_view kGroup = "monitoring.coreos.com";

struct Kind {
  std::string_view kind;      // "PrometheusRule"
  std::string_view plural;    // "prometheusrules"
  std::string_view versions;  // comma separated, storage version first: "v1alpha1,v1beta1"
};

std::span<const Kind> Kinds();
const Kind* FindKind(std::string_view kind);  // null when it is none of ours

}  // namespace promgate
