#pragma once
// The gate as it runs: listeners, webhooks, metrics, health and certificate watch, put together.

#include <memory>

#include "base/result.h"
#include "server/admission.h"
#include "server/conversion.h"
#include "server/file_watch.h"
#include "server/health.h"
#include "server/http.h"
#include "server/listener.h"
#include "server/metrics.h"
#include "server/options.h"
#include "server/tls.h"

namespace promgate {

class Service {
 public:
  // Serves when it returns. Fails when certificates cannot be used or an address cannot be bound.
  static Result<std::unique_ptr<Service>> Start(const Context& context,
                                                const ServeOptions& options);
  ~Service() { Drain(); }

  uint16_t port() const { return gate_->port(); }
  uint16_t plain_port() const { return plain_->port(); }  // only with a plain listen address

  // Re-reads the certificate files now, without waiting for the watch. Logs what came of it;
  // nothing when nothing has changed.
  void ReloadCertificates();

  // /readyz says no from here on; everything is still answered.
  void StopBeingReady() { health_.SetReady(false); }

  // Not ready any more, then no new connections; returns when what was in flight is answered, at
  // the latest after ListenerLimits::drain. Idempotent.
  void Drain();

 private:
  Service(const Context& context, std::shared_ptr<TlsContext> tls);
  Result<void> Listen(std::unique_ptr<Listener>& listener, const char* name,
                      const std::string& address, std::shared_ptr<TlsContext> tls,
                      HttpRoutes& routes);
  Result<void> WatchCertificates(const TlsOptions& options);

  // In the order in which they need each other: the last goes first.
  Metrics metrics_;
  Health health_;
  const Admission admission_;
  const Conversion conversion_;
  HttpRoutes routes_, plain_routes_;
  const std::shared_ptr<TlsContext> tls_;  // null: no TLS
  std::unique_ptr<Listener> gate_, plain_;
  std::unique_ptr<FileWatch> watch_;
};

}  // namespace promgate
