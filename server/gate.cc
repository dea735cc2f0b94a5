#include "server/gate.h"

namespace promgate {
namespace {

struct AdmissionPath {
  std::string_view path;
  HttpResponse (Admission::*answer)(const HttpRequest&) const;
};

// Each takes every kind. The longer paths are those of the peer's webhook configurations.
constexpr AdmissionPath kAdmissionPaths[] = {
    {"/validate", &Admission::Validate},
    {"/mutate", &Admission::Mutate},
    {"/admission-prometheusrules/validate", &Admission::Validate},
    {"/admission-prometheusrules/mutate", &Admission::Mutate},
    {"/admission-alertmanagerconfigs/validate", &Admission::Validate},
};
constexpr std::string_view kConversionPath = "/convert";

}  // namespace

void AddWebhooks(HttpRoutes& routes, const Admission& admission, const Conversion& conversion,
                 Metrics& metrics) {
  for (const AdmissionPath& row : kAdmissionPaths) {
    const auto answer = [&admission, answer = row.answer](const HttpRequest& request) {
      return (admission.*answer)(request);
    };
    routes.Post(row.path, metrics.Measured(row.path, answer));
  }
  const auto convert = [&conversion](const HttpRequest& r) { return conversion.Convert(r); };
  routes.Post(kConversionPath, metrics.Measured(kConversionPath, convert));
}

void AddStatusPages(HttpRoutes& routes, const Health& health, const Metrics& metrics) {
  routes.Get("/healthz", [&health](const HttpRequest& request) { return health.Live(request); });
  routes.Get("/readyz", [&health](const HttpRequest& request) { return health.Ready(request); });
  routes.Get("/metrics", [&metrics](const HttpRequest&) {
    return HttpResponse{200, metrics.Text(), kMetricsContentType};
  });
}

}  // namespace promgate
