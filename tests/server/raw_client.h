#pragma once
// A client that sends exactly the bytes it is told to, over TCP or TLS. Blocking, with a time limit
// that only a hung server meets.

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "server/fd.h"

namespace promgate {

struct RawClientOptions {
  bool tls = false;
  int max_version = TLS1_3_VERSION;
  std::string ciphers;              // OpenSSL's names, of TLS 1.2
  std::string groups;               // OpenSSL's names
  SSL_SESSION* session = nullptr;   // to resume
  std::string cert_file, key_file;  // presented when asked
  bool handshake = true;            // false: connect and stay silent
};

class RawClient {
 public:
  explicit RawClient(uint16_t port, const RawClientOptions& options = {})
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit{20, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    if (connected_ && options.tls) connected_ = StartTls(options);
  }

  // TCP, and TLS where asked for. With TLS 1.3 a refused client certificate shows at the first read
  // only.
  bool connected() const { return connected_; }
  SSL* ssl() const { return ssl_.get(); }
  int fd() const { return socket_.get(); }

  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ssl_
                               ? SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()))
                               : ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }

  // Head and body of one response (by its Content-Length); what came when the connection ended
  // before.
  std::string ReadResponse(bool head_only = false) {
    size_t head = std::string::npos;
    while ((head = input_.find("\r\n\r\n")) == std::string::npos) {
      if (!ReadMore()) return std::exchange(input_, {});
    }
    size_t size = head + 4;
    const size_t length = input_.find("Content-Length: ");
    if (!head_only && length < head) size += std::stoul(input_.substr(length + 16));
    while (input_.size() < size) {
      if (!ReadMore()) return std::exchange(input_, {});
    }
    std::string response = input_.substr(0, size);
    input_.erase(0, size);
    return response;
  }

  std::string ReadToEnd() {
    while (ReadMore()) continue;
    return std::exchange(input_, {});
  }

  bool ReadMore() {
    char buffer[4096];
    const ssize_t got = ssl_ ? SSL_read(ssl_.get(), buffer, sizeof buffer)
                             : ::recv(socket_.get(), buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    input_.append(buffer, static_cast<size_t>(got));
    return true;
  }

  void HalfClose() { ::shutdown(socket_.get(), SHUT_WR); }
  // The server meets a reset rather than an end.
  void Abort() {
    const linger now{1, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ssl_.reset();
    socket_.Close();
  }

 private:
  struct Free {
    void operator()(SSL* p) const { SSL_free(p); }
  };

  // Making a context costs more than a handshake.
  static SSL_CTX* Context() {
    static SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
    return context;
  }

  bool StartTls(const RawClientOptions& options) {
    if (!options.handshake) return true;
    ssl_.reset(SSL_new(Context()));
    SSL* const ssl = ssl_.get();
    SSL_set_max_proto_version(ssl, options.max_version);
    if (!options.ciphers.empty()) SSL_set_cipher_list(ssl, options.ciphers.c_str());
    if (!options.groups.empty()) SSL_set1_groups_list(ssl, options.groups.c_str());
    if (!options.cert_file.empty()) {
      SSL_use_certificate_chain_file(ssl, options.cert_file.c_str());
      SSL_use_PrivateKey_file(ssl, options.key_file.c_str(), SSL_FILETYPE_PEM);
    }
    if (options.session != nullptr) SSL_set_session(ssl, options.session);
    SSL_set_fd(ssl, socket_.get());
    return SSL_connect(ssl) == 1;
  }

  Fd socket_;
  std::unique_ptr<SSL, Free> ssl_;
  bool connected_ = false;
  std::string input_;
};

}  // namespace promgate
