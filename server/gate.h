#pragma once
// What the gate answers on which path: one table in gate.cc.

#include "server/admission.h"
#include "server/conversion.h"
#include "server/health.h"
#include "server/http.h"
#include "server/metrics.h"

namespace promgate {

// The parts must outlive `routes`.
void AddWebhooks(HttpRoutes& routes, const Admission& admission, const Conversion& conversion,
                 Metrics& metrics);
// /healthz, /readyz and /metrics.
void AddStatusPages(HttpRoutes& routes, const Health& health, const Metrics& metrics);

}  // namespace promgate
