#include "server/acceptor.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace promgate {
namespace {

constexpr int kBacklog = 1024;

struct HostPort {
  std::string host, port;
};

std::optional<HostPort> SplitAddress(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = address.substr(0, colon);
  const std::string_view port = address.substr(colon + 1);
  // getaddrinfo takes 99999 modulo 65536.
  const bool number = !port.empty() && port.find_first_not_of("0123456789") == port.npos;
  if (!number || port.size() > 5 || std::stoi(std::string(port)) > 65535) return std::nullopt;
  if (host.starts_with("[") && host.ends_with("]")) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  // A machine without /etc/hosts does not know the name, which means nothing else (RFC 6761).
  if (host == "localhost") host = "127.0.0.1";
  return HostPort{std::string(host), std::string(port)};
}

std::string PeerText(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return std::string(text.data()) + ":" + std::to_string(ntohs(v4.sin_port));
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
  ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  return "[" + std::string(text.data()) + "]:" + std::to_string(ntohs(v6.sin6_port));
}

void SetFlag(int fd, int level, int option, int value) {
  [[maybe_unused]] const int ignored = ::setsockopt(fd, level, option, &value, sizeof value);
}

uint16_t BoundPort(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return ntohs(address.ss_family == AF_INET
                   ? reinterpret_cast<const sockaddr_in&>(address).sin_port
                   : reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
}

// A socket that listens at `candidate`; none, with errno set, when it cannot.
Fd ListenAt(const addrinfo& candidate) {
  Fd fd(::socket(candidate.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return {};
  SetFlag(fd.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  if (candidate.ai_family == AF_INET6) SetFlag(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
  if (::bind(fd.get(), candidate.ai_addr, candidate.ai_addrlen) != 0) return {};
  if (::listen(fd.get(), kBacklog) != 0) return {};
  return fd;
}

Fd SpareDescriptor() {
  return Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

}  // namespace

Result<Acceptor> Acceptor::Bind(std::string_view address) {
  const std::optional<HostPort> where = SplitAddress(address);
  if (!where)
    return Error{Code::kInvalid,
                 "address " + std::string(address) + ": want host:port, [v6]:port or :port"};
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const char* host = where->host.empty() ? nullptr : where->host.c_str();
  if (const int code = ::getaddrinfo(host, where->port.c_str(), &hints, &found); code != 0) {
    return Error{Code::kInvalid, "address " + std::string(address) + ": " + ::gai_strerror(code)};
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> candidates(found, ::freeaddrinfo);
  // For all addresses, IPv6 first: that socket takes IPv4 too. A node without IPv6 has only the
  // other.
  for (const int family : {AF_INET6, AF_INET}) {
    for (const addrinfo* c = candidates.get(); c != nullptr; c = c->ai_next) {
      if (c->ai_family != family) continue;
      Fd fd = ListenAt(*c);
      if (!fd) continue;
      const uint16_t port = BoundPort(fd.get());
      return Acceptor(std::move(fd), SpareDescriptor(), port);
    }
  }
  return Error{Code::kUnavailable,
               "listen at " + std::string(address) + ": " + std::strerror(errno)};
}

std::optional<Acceptor::Accepted> Acceptor::Accept() {
  for (;;) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    Fd socket(::accept4(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size,
                        SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket) {
      SetFlag(socket.get(), IPPROTO_TCP, TCP_NODELAY, 1);
      return Accepted{std::move(socket), PeerText(address)};
    }
    if (errno == EINTR || errno == ECONNABORTED || errno == EPROTO) continue;
    if ((errno != EMFILE && errno != ENFILE) || !spare_) return std::nullopt;
    spare_.Close();
    Fd(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC)).Close();
    spare_ = SpareDescriptor();
  }
}

}  // namespace promgate
