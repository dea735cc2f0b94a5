#pragma once
// A listening TCP socket.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/fd.h"

namespace promgate {

class Acceptor {
 public:
  struct Accepted {
    Fd socket;         // non-blocking, TCP_NODELAY
    std::string peer;  // "127.0.0.1:40312", "[::1]:40312"
  };

  // `address` is host:port, [v6]:port or :port (both families where there are two); port 0: any
  // free one.
  static Result<Acceptor> Bind(std::string_view address);

  // Nothing: no connection waits. Out of descriptors, the waiting one is closed rather than left to
  // ring again.
  std::optional<Accepted> Accept();

  int fd() const { return socket_.get(); }
  uint16_t port() const { return port_; }
  void Close() { socket_.Close(); }

 private:
  Acceptor(Fd socket, Fd spare, uint16_t port)
      : socket_(std::move(socket)), spare_(std::move(spare)), port_(port) {}

  Fd socket_;
  Fd spare_;  // given up for a moment when there is no other descriptor
  uint16_t port_;
};

}  // namespace promgate
