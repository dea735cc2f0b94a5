#pragma once
// A non-blocking stream of bytes to one peer: TCP, or TLS over it.

#include <cstddef>
#include <memory>
#include <string_view>

#include "server/fd.h"

struct ssl_ctx_st;
struct ssl_st;

namespace promgate {

struct IoResult {
  enum class Kind { kDone, kWantRead, kWantWrite, kEnd, kFailed };
  Kind kind = Kind::kFailed;
  size_t bytes = 0;  // moved; in kDone
};

class Channel {
 public:
  // `socket` is connected and non-blocking; `tls` is null for plain TCP.
  Channel(Fd socket, ssl_ctx_st* tls);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  int fd() const { return socket_.get(); }
  bool encrypted() const { return ssl_ != nullptr; }

  IoResult Handshake();  // as the server; kDone at once without TLS
  IoResult Read(char* buffer, size_t size);
  IoResult Write(std::string_view bytes);
  // Bytes were taken from the socket that Read has not given out yet: epoll will not tell of them.
  bool HasPending() const;

  // Tells the peer that nothing more comes. Read and Write must not be called after.
  void FinishWriting();
  // Takes bytes from the socket undecrypted, to be thrown away.
  IoResult Drop(char* buffer, size_t size);

 private:
  struct FreeSsl {
    void operator()(ssl_st* ssl) const;
  };

  IoResult TlsResult(int returned);

  Fd socket_;
  std::unique_ptr<ssl_st, FreeSsl> ssl_;
};

}  // namespace promgate
