#include "api/kinds.h"

#include <algorithm>
#include <iterator>

namespace promgate {
namespace {

constexpr Kind kKinds[] = {
    {"Alertmanager", "alertmanagers", "v1"},
    {"AlertmanagerConfig", "alertmanagerconfigs", "v1alpha1,v1beta1"},
    {"PodMonitor", "podmonitors", "v1"},
    {"Probe", "probes", "v1"},
    {"Prometheus", "prometheuses", "v1"},
    {"PrometheusAgent", "prometheusagents", "v1alpha1"},
    {"PrometheusRule", "prometheusrules", "v1"},
    {"ScrapeConfig", "scrapeconfigs", "v1alpha1"},
    {"ServiceMonitor", "servicemonitors", "v1"},
    {"ThanosRuler", "thanosrulers", "v1"},
};

}  // namespace

std::span<const Kind> Kinds() {
  return kKinds;
}

const Kind* FindKind(std::string_view kind) {
  const Kind* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const Kind& k) { return k.kind == kind; });
  return found == std::end(kKinds) ? nullptr : found;
}

}  // namespace promgate
