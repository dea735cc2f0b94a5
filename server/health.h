#pragma once
// /healthz and /readyz. Alive is who answers at all; ready is who may be sent reviews.

#include <atomic>

#include "server/http.h"

namespace promgate {

class Health {
 public:
  void SetReady(bool ready) { ready_ = ready; }
  // 200 {"status":"up"}. Source: the body is that of the peer's admission-webhook.
  HttpResponse Live(const HttpRequest&) const { return {200, R"({"status":"up"})"}; }
  // 200 {"status":"ready"}, or 503 {"status":"not ready"} before serving and while draining.
  HttpResponse Ready(const HttpRequest&) const {
    return ready_ ? HttpResponse{200, R"({"status":"ready"})"}
                  : HttpResponse{503, R"({"status":"not ready"})"};
  }

 private:
  std::atomic<bool> ready_{false};
};

}  // namespace promgate
