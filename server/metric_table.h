#pragma once
// Every metric that /metrics can show, one row each: what metrics.cc registers, what a scrape adds,
// what the tests and the documentation list.
//
// Source: the controller_runtime_* and certwatcher_* names and labels are controller-runtime's
// (pkg/webhook, pkg/certwatcher), the process_* ones those of every Prometheus client library, so
// that existing dashboards work.

#include <cstddef>
#include <cstdint>

namespace promgate {

enum class Metric : uint8_t {
  kWebhookLatency,
  kWebhookRequests,
  kWebhookInFlight,
  kWebhookPanics,
  kConversionPanics,
  kCertificateReads,
  kCertificateReadErrors,
  kReviews,
  kFindings,
  kReviewBytes,
  kCertificateExpiry,
  kBuildInfo,
  kConnections,
  kConnectionsAccepted,
  kConnectionsRejected,
  kHandshakeFailures,
  kBadRequests,
  kTimeouts,
  kHttpExceptions,
  kProcessCpu,
  kProcessResident,
  kProcessVirtual,
  kProcessOpenFds,
  kProcessMaxFds,
  kProcessStart,
  kProcessThreads,
};

enum class MetricKind : uint8_t { kCounter, kGauge, kHistogram };

// As a TYPE line spells it.
constexpr const char* Name(MetricKind kind) {
  constexpr const char* kNames[] = {"counter", "gauge", "histogram"};
  return kNames[static_cast<size_t>(kind)];
}

struct MetricRow {
  Metric id;  // equals the row's index
  MetricKind kind;
  const char* name;
  const char* labels;  // comma separated
  const char* help;
};

inline constexpr MetricRow kMetrics[] = {
    {Metric::kWebhookLatency, MetricKind::kHistogram, "controller_runtime_webhook_latency_seconds",
     "webhook", "Time from a complete request to its answer."},
    {Metric::kWebhookRequests, MetricKind::kCounter, "controller_runtime_webhook_requests_total",
     "code,webhook", "Requests by HTTP code; a denied review is a 200."},
    {Metric::kWebhookInFlight, MetricKind::kGauge, "controller_runtime_webhook_requests_in_flight",
     "webhook", "Requests being answered."},
    {Metric::kWebhookPanics, MetricKind::kCounter, "controller_runtime_webhook_panics_total", "",
     "Admission reviews that ended in an internal error."},
    {Metric::kConversionPanics, MetricKind::kCounter,
     "controller_runtime_conversion_webhook_panics_total", "",
     "Conversion reviews that ended in an internal error."},
    {Metric::kCertificateReads, MetricKind::kCounter, "certwatcher_read_certificate_total", "",
     "Times the certificate files were read."},
    {Metric::kCertificateReadErrors, MetricKind::kCounter,
     "certwatcher_read_certificate_errors_total", "",
     "Times the certificate files could not be used; the last good pair is still served."},
    {Metric::kReviews, MetricKind::kCounter, "promgate_admission_reviews_total",
     "dry_run,kind,operation,verdict", "Admission reviews by what was answered."},
    {Metric::kFindings, MetricKind::kCounter, "promgate_admission_findings_total",
     "check,kind,severity", "Problems found in reviewed objects, by check."},
    {Metric::kReviewBytes, MetricKind::kHistogram, "promgate_admission_object_bytes", "",
     "Size of the reviews that carried an object: object, old object and envelope."},
    {Metric::kCertificateExpiry, MetricKind::kGauge,
     "promgate_webhook_certificate_expiry_timestamp_seconds", "role",
     "When the served certificate expires, in seconds since the epoch."},
    {Metric::kBuildInfo, MetricKind::kGauge, "promgate_build_info", "compiler,version",
     "Always 1; the labels say what is running."},
    {Metric::kConnections, MetricKind::kGauge, "promgate_listener_connections", "listener",
     "Open connections."},
    {Metric::kConnectionsAccepted, MetricKind::kCounter, "promgate_listener_accepted_total",
     "listener", "Connections accepted."},
    {Metric::kConnectionsRejected, MetricKind::kCounter, "promgate_listener_rejected_total",
     "listener", "Connections closed at once because there were too many."},
    {Metric::kHandshakeFailures, MetricKind::kCounter, "promgate_listener_handshake_failures_total",
     "listener", "TLS handshakes that failed."},
    {Metric::kBadRequests, MetricKind::kCounter, "promgate_listener_bad_requests_total", "listener",
     "Requests refused before a handler saw them: malformed or over a limit."},
    {Metric::kTimeouts, MetricKind::kCounter, "promgate_listener_timeouts_total", "listener",
     "Connections closed because the peer was too slow."},
    {Metric::kHttpExceptions, MetricKind::kCounter, "promgate_listener_exceptions_total",
     "listener", "Requests that ended in an exception nobody caught."},
    {Metric::kProcessCpu, MetricKind::kCounter, "process_cpu_seconds_total", "",
     "Total user and system CPU time spent in seconds."},
    {Metric::kProcessResident, MetricKind::kGauge, "process_resident_memory_bytes", "",
     "Resident memory size in bytes."},
    {Metric::kProcessVirtual, MetricKind::kGauge, "process_virtual_memory_bytes", "",
     "Virtual memory size in bytes."},
    {Metric::kProcessOpenFds, MetricKind::kGauge, "process_open_fds", "",
     "Number of open file descriptors."},
    {Metric::kProcessMaxFds, MetricKind::kGauge, "process_max_fds", "",
     "Maximum number of open file descriptors."},
    {Metric::kProcessStart, MetricKind::kGauge, "process_start_time_seconds", "",
     "Start time of the process since unix epoch in seconds."},
    {Metric::kProcessThreads, MetricKind::kGauge, "process_threads", "",
     "Number of threads of the process."},
};

constexpr const MetricRow& Row(Metric id) {
  return kMetrics[static_cast<size_t>(id)];
}

constexpr bool MetricRowsAreInOrder() {
  size_t index = 0;
  for (const MetricRow& row : kMetrics) {
    if (static_cast<size_t>(row.id) != index++) return false;
  }
  return true;
}
static_assert(MetricRowsAreInOrder());

}  // namespace promgate
