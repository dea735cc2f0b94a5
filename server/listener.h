#pragma once
// The connection engine: sockets, TLS, deadlines and budgets. It hands complete, bounded HTTP/1.1 requests to a
// handler and writes the answer; it knows nothing of Kubernetes and does not parse beyond framing (docs/tour.md).
//
// Threads: Start() makes `reactors` threads, each with its own epoll set; handlers run inline on them and must not
// block. Stop() drains. No thread is held by a peer that is not sending.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/tls.h"

namespace promgate {

struct ListenerLimits {
  size_t max_head_bytes = 64 << 10;  // request line and headers
  size_t max_headers = 100;
  size_t max_body_bytes = 7 << 20;
  size_t max_connections = 4096;
  std::chrono::seconds handshake{10};
  std::chrono::seconds head{10};   // from the first byte of a request to the end of its headers
  std::chrono::seconds body{30};
  std::chrono::seconds idle{120};  // must exceed the 90 s after which Go's client drops an idle connection
  std::chrono::seconds linger{2};  // read and drop after an early answer, so that no RST eats it
  std::chrono::seconds drain{20};  // Stop(): what is in flight may finish within
};

// One complete request. Views are into the connection's buffer and live during the call only.
struct RawRequest {
  std::string_view bytes;        // head and (de-chunked) body, as httplib may read them: Content-Length set to the body's
  std::string_view head;         // the head alone
  std::string_view body;         // the body alone; what was read of it when `body_too_large`
  bool body_too_large = false;   // over max_body_bytes: answer, then the connection is drained and closed
  std::string peer;              // "127.0.0.1:40312"
};

// The full bytes of an HTTP response. Set `close` to have the connection closed after it.
struct RawResponse {
  std::string bytes;
  bool close = false;
};

using RawHandler = std::function<RawResponse(const RawRequest&)>;

struct ListenerOptions {
  std::string address = "127.0.0.1:0";  // host:port, [v6]:port or :port (all addresses, both families)
  int reactors = 0;                     // 0: one a core, at most 4
  ListenerLimits limits;
  std::shared_ptr<TlsContext> tls;      // null: plain HTTP
};

struct ListenerStats {  // gauges and counters for /metrics
  std::atomic<int64_t> connections{0};
  std::atomic<uint64_t> accepted{0}, rejected{0}, handshake_failures{0}, bad_requests{0}, timeouts{0};
};

class Listener {
 public:
  // Binds and starts serving; fails when the address cannot be bound.
  static Result<std::unique_ptr<Listener>> Start(const ListenerOptions& options, RawHandler handler);
  ~Listener();  // Stop()
  uint16_t port() const;
  const ListenerStats& stats() const;
  // Stops accepting, closes idle connections, lets requests in flight finish (Connection: close), joins. Idempotent.
  void Stop();

 private:
  class Engine;
  explicit Listener(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

}  // namespace promgate
