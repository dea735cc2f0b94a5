#pragma once
// The connection engine: sockets, TLS, deadlines and budgets. It hands complete, bounded HTTP/1.1
// requests to a handler and writes the answer; it knows nothing of Kubernetes and does not parse
// beyond framing (docs/tour.md).
//
// Threads: Start() makes `reactors` threads, each with its own epoll set; handlers run inline on
// them and must not block. Stop() drains. No thread is held by a peer that is not sending.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/framing.h"
#include "server/tls.h"

namespace promgate {

struct ListenerLimits {
  FramingLimits framing;
  size_t max_connections = 4096;
  // Bytes of unfinished requests on all connections together; beyond, a request that needs more is
  // answered 503.
  size_t max_buffered_bytes = 256 << 20;
  // Deadlines are for the whole of their phase, however the bytes trickle.
  std::chrono::milliseconds handshake{10'000};
  std::chrono::milliseconds head{
      10'000};  // from the first byte of a request to the end of its headers
  std::chrono::milliseconds body{30'000};   // from there to the end of the body
  std::chrono::milliseconds write{30'000};  // for one answer to be taken
  std::chrono::milliseconds idle{
      120'000};  // must exceed the 90 s after which Go's client drops an idle connection
  std::chrono::milliseconds linger{
      2'000};  // read and drop after the last answer, so that no RST eats it
  std::chrono::milliseconds drain{20'000};  // Stop(): what is in flight may finish within
};

// One complete request. All of it lives during the call only.
struct RawRequest {
  const RequestHead& head;
  std::string_view body;  // de-chunked
  bool body_too_large;    // `body` is its beginning; the rest is dropped after the answer
  bool close;             // the connection ends with the answer, which should say so
  std::string_view peer;  // "127.0.0.1:40312"
};

// The full bytes of an HTTP response. Set `close` to have the connection closed after it.
struct RawResponse {
  std::string bytes;
  bool close = false;
};

using RawHandler = std::function<RawResponse(const RawRequest&)>;

struct ListenerOptions {
  std::string address =
      "127.0.0.1:0";  // host:port, [v6]:port or :port (all addresses, both families)
  int reactors = 0;   // 0: one a core, at most 4
  ListenerLimits limits;
  std::shared_ptr<TlsContext> tls;  // null: plain HTTP
};

struct ListenerStats {  // gauges and counters for /metrics
  std::atomic<int64_t> connections{0};
  std::atomic<uint64_t> accepted{0}, rejected{0}, handshake_failures{0}, requests{0},
      bad_requests{0}, timeouts{0};
  std::atomic<uint64_t> wakeups{0};  // returns of epoll_wait: stands still while nobody sends
};

class Listener {
 public:
  // Binds and starts serving; fails when the address cannot be bound.
  static Result<std::unique_ptr<Listener>> Start(const ListenerOptions& options,
                                                 RawHandler handler);
  ~Listener();  // Stop()
  uint16_t port() const;
  const ListenerStats& stats() const;
  // Stops accepting, closes idle connections, lets requests in flight finish (Connection: close),
  // joins. Idempotent.
  void Stop();

 private:
  class Engine;
  explicit Listener(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

}  // namespace promgate
