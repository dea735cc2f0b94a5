#include "server/channel.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace promgate {
namespace {

using Kind = IoResult::Kind;

// What a system call that moves bytes returned.
IoResult SocketResult(ssize_t moved, Kind would_block) {
  if (moved > 0) return {Kind::kDone, static_cast<size_t>(moved)};
  if (moved == 0) return {Kind::kEnd};
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {would_block};
  return {Kind::kFailed};
}

}  // namespace

void Channel::FreeSsl::operator()(ssl_st* ssl) const {
  SSL_free(ssl);
}

Channel::Channel(Fd socket, ssl_ctx_st* tls) : socket_(std::move(socket)) {
  if (tls == nullptr) return;
  ssl_.reset(SSL_new(tls));
  if (ssl_ == nullptr || SSL_set_fd(ssl_.get(), socket_.get()) != 1) {
    socket_.Close();  // no memory: every call fails from here
    return;
  }
  SSL_set_accept_state(ssl_.get());
}

Channel::~Channel() {
  ssl_.reset();  // before its descriptor is closed
  ERR_clear_error();
}

IoResult Channel::TlsResult(int returned) {
  switch (SSL_get_error(ssl_.get(), returned)) {
    case SSL_ERROR_NONE:
      return {Kind::kDone, static_cast<size_t>(std::max(returned, 0))};
    case SSL_ERROR_WANT_READ:
      return {Kind::kWantRead};
    case SSL_ERROR_WANT_WRITE:
      return {Kind::kWantWrite};
    case SSL_ERROR_ZERO_RETURN:
      return {Kind::kEnd};
    default:
      return {Kind::kFailed};
  }
}

IoResult Channel::Handshake() {
  if (ssl_ == nullptr) return {Kind::kDone};
  ERR_clear_error();
  return TlsResult(SSL_do_handshake(ssl_.get()));
}

IoResult Channel::Read(char* buffer, size_t size) {
  if (ssl_ == nullptr) return SocketResult(::recv(fd(), buffer, size, 0), Kind::kWantRead);
  ERR_clear_error();
  return TlsResult(SSL_read(ssl_.get(), buffer, static_cast<int>(std::min<size_t>(size, INT_MAX))));
}

IoResult Channel::Write(std::string_view bytes) {
  if (ssl_ == nullptr)
    return SocketResult(::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL), Kind::kWantWrite);
  ERR_clear_error();
  return TlsResult(SSL_write(ssl_.get(), bytes.data(),
                             static_cast<int>(std::min<size_t>(bytes.size(), INT_MAX))));
}

bool Channel::HasPending() const {
  return ssl_ != nullptr && SSL_has_pending(ssl_.get()) == 1;
}

void Channel::FinishWriting() {
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_.get()) == 1) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());  // sends close_notify; the peer's is not waited for
  }
  ::shutdown(fd(), SHUT_WR);
}

IoResult Channel::Drop(char* buffer, size_t size) {
  return SocketResult(::recv(fd(), buffer, size, 0), Kind::kWantRead);
}

}  // namespace promgate
