#include "server/service.h"

#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "base/log.h"
#include "base/strings.h"
#include "server/gate.h"
#include "server/process_metrics.h"
#include "validate/mutate.h"
#include "validate/verdict.h"

namespace promgate {
namespace {

void ScrapeListener(Scrape& scrape, const char* name, const ListenerStats& stats) {
  const struct {
    Metric metric;
    double value;
  } rows[] = {
      {Metric::kConnections, static_cast<double>(stats.connections)},
      {Metric::kConnectionsAccepted, static_cast<double>(stats.accepted)},
      {Metric::kConnectionsRejected, static_cast<double>(stats.rejected)},
      {Metric::kHandshakeFailures, static_cast<double>(stats.handshake_failures)},
      {Metric::kBadRequests, static_cast<double>(stats.bad_requests)},
      {Metric::kTimeouts, static_cast<double>(stats.timeouts)},
  };
  for (const auto& row : rows) scrape.Add(row.metric, row.value, {{"listener", name}});
}

void ScrapeTls(Scrape& scrape, const TlsContext& tls) {
  scrape.Add(Metric::kCertificateReads, static_cast<double>(tls.stats().reads));
  scrape.Add(Metric::kCertificateReadErrors, static_cast<double>(tls.stats().read_errors));
  scrape.Add(Metric::kCertificateExpiry, static_cast<double>(tls.not_after()), {{"role", "leaf"}});
}

void LogCertificate(std::string_view message, const TlsContext& tls) {
  const int64_t left = tls.not_after() - std::chrono::system_clock::to_time_t(SystemClock().Now());
  constexpr int64_t kSecondsOfDay = 86'400;
  const std::string days = std::to_string(left / kSecondsOfDay);
  if (left <= 0) Log(LogLevel::kWarn, "the served certificate has expired: clients will refuse it");
  Log(LogLevel::kInfo, message, {{"days_left", days}});
}

// Null when TLS is off.
Result<std::shared_ptr<TlsContext>> MakeTls(const ServeOptions& options) {
  const TlsOptions tls = TlsOptionsOf(options);
  if (!options.enable_tls) return std::shared_ptr<TlsContext>();
  if (tls.cert_file.empty() && tls.key_file.empty()) {
    Log(LogLevel::kWarn, "TLS is off: --web.cert-file and --web.key-file are empty");
    return std::shared_ptr<TlsContext>();
  }
  Result<std::shared_ptr<TlsContext>> context = TlsContext::Make(tls);
  if (context || context.error().code != Code::kNotFound) return context;
  return Error{Code::kNotFound,
               StrCat({context.error().message,
                       "\nTo make a certificate: promgate certs --out DIR --host NAME, then "
                       "promgate serve --cert-dir DIR"})};
}

}  // namespace

Service::Service(const Context& context, std::shared_ptr<TlsContext> tls)
    : admission_(
          [context](const Json& object, const Json* old) { return Judge(object, old, context); },
          metrics_, [context](const Json& object) { return Mutation(object, context); }),
      conversion_(metrics_),
      tls_(std::move(tls)) {
  metrics_.OnScrape(ScrapeProcess);
  if (tls_) metrics_.OnScrape([this](Scrape& scrape) { ScrapeTls(scrape, *tls_); });
  AddWebhooks(routes_, admission_, conversion_, metrics_);
  AddStatusPages(routes_, health_, metrics_);
  AddStatusPages(plain_routes_, health_, metrics_);
}

Result<std::unique_ptr<Service>> Service::Start(const Context& context,
                                                const ServeOptions& options) {
  Result<std::shared_ptr<TlsContext>> tls = MakeTls(options);
  if (!tls) return tls.error();
  std::unique_ptr<Service> service(new Service(context, *std::move(tls)));
  Result<void> started = service->Listen(service->gate_, "gate", options.listen_address,
                                         service->tls_, service->routes_);
  if (started && !options.plain_listen_address.empty()) {
    started = service->Listen(service->plain_, "plain", options.plain_listen_address, nullptr,
                              service->plain_routes_);
  }
  if (started && service->tls_) started = service->WatchCertificates(TlsOptionsOf(options));
  if (!started) return started.error();
  service->health_.SetReady(true);
  return service;
}

void Service::ReloadCertificates() {
  if (!tls_) return;
  const Result<bool> taken = tls_->Reload();
  if (!taken) {
    Log(LogLevel::kError, "certificate not reloaded; the last good one is still served",
        {{"err", taken.error().message}});
  } else if (*taken) {
    LogCertificate("certificate reloaded", *tls_);
  }
}

void Service::Drain() {
  health_.SetReady(false);
  if (gate_) gate_->Stop();
  if (plain_) plain_->Stop();
}

Result<void> Service::WatchCertificates(const TlsOptions& options) {
  LogCertificate("certificate loaded", *tls_);
  std::vector<std::string> files = {options.cert_file, options.key_file};
  if (!options.client_ca_file.empty()) files.push_back(options.client_ca_file);
  Result<std::unique_ptr<FileWatch>> watch =
      FileWatch::Start(files, [this] { ReloadCertificates(); });
  if (!watch) return watch.error();
  watch_ = *std::move(watch);
  return {};
}

Result<void> Service::Listen(std::unique_ptr<Listener>& listener, const char* name,
                             const std::string& address, std::shared_ptr<TlsContext> tls,
                             HttpRoutes& routes) {
  ListenerOptions options;
  options.address = address;
  options.tls = std::move(tls);
  Result<std::unique_ptr<Listener>> started = Listener::Start(options, routes.Handler());
  if (!started) return started.error();
  listener = *std::move(started);
  metrics_.OnScrape([name, &stats = listener->stats(), &routes](Scrape& scrape) {
    ScrapeListener(scrape, name, stats);
    scrape.Add(Metric::kHttpExceptions, static_cast<double>(routes.exceptions()),
               {{"listener", name}});
  });
  Log(LogLevel::kInfo, "serving",
      {{"listener", name},
       {"address", address},
       {"port", std::to_string(listener->port())},
       {"tls", options.tls ? "true" : "false"},
       {"version", PROMGATE_VERSION}});
  return {};
}

}  // namespace promgate
