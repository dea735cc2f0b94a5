#include "server/listener.h"

#include <algorithm>
#include <csignal>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "server/acceptor.h"
#include "server/reactor.h"

namespace promgate {
namespace {

constexpr int kMaxDefaultReactors = 4;
// Connections taken at one wake-up, so that a flood of them does not keep the first reactor from
// its own.
constexpr int kAcceptsPerWakeup = 64;

int ReactorCount(int asked) {
  if (asked > 0) return asked;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxDefaultReactors);
}

}  // namespace

// The first reactor accepts and deals each connection to the reactor that has fewest:
// kube-apiserver's live for minutes, and with a shared listening socket the kernel gives nearly all
// of them to one epoll set.
class Listener::Engine {
 public:
  Engine(const ListenerOptions& options, RawHandler handler, Acceptor acceptor)
      : acceptor_(std::move(acceptor)) {
    serving_.options = options;
    serving_.handler = std::move(handler);
  }
  ~Engine() { Stop(); }

  Result<void> Start() {
    const int count = ReactorCount(serving_.options.reactors);
    for (int i = 0; i < count; ++i) {
      Result<std::unique_ptr<Reactor>> reactor = Reactor::Make(serving_);
      if (!reactor) return reactor.error();
      reactors_.push_back(*std::move(reactor));
    }
    const Result<void> listening = reactors_[0]->Listen(
        acceptor_.fd(), [this] { Accept(kAcceptsPerWakeup); }, [this] { CloseListener(); });
    if (!listening) return listening.error();
    for (const std::unique_ptr<Reactor>& reactor : reactors_) {
      threads_.emplace_back([&r = *reactor] { r.Run(); });
    }
    return {};
  }

  void Stop() {
    const MutexLock lock(stop_mutex_);
    if (!serving_.stopping) {
      serving_.drain_until = std::chrono::steady_clock::now() + serving_.options.limits.drain;
      serving_.stopping = true;
      for (const std::unique_ptr<Reactor>& reactor : reactors_) reactor->Wake();
    }
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

  uint16_t port() const { return acceptor_.port(); }
  const ListenerStats& stats() const { return serving_.stats; }

 private:
  void Accept(int most) {
    for (int i = 0; i < most; ++i) {
      std::optional<Acceptor::Accepted> accepted = acceptor_.Accept();
      if (!accepted) return;
      Deal(*std::move(accepted));
    }
  }

  void Deal(Acceptor::Accepted accepted) {
    const auto limit = static_cast<int64_t>(serving_.options.limits.max_connections);
    if (serving_.stats.connections >= limit) {
      ++serving_.stats.rejected;
      return;
    }
    ++serving_.stats.accepted;
    ++serving_.stats.connections;
    // While stopping, the others may have ended already.
    const auto end = serving_.stopping ? reactors_.begin() + 1 : reactors_.end();
    const auto least = std::min_element(
        reactors_.begin(), end, [](const auto& a, const auto& b) { return a->load() < b->load(); });
    (*least)->Adopt(std::move(accepted.socket), std::move(accepted.peer));
  }

  // Those who are connected already, as they see it, are still served.
  void CloseListener() {
    Accept(kAcceptsPerWakeup);
    acceptor_.Close();
  }

  Serving serving_;
  Acceptor acceptor_;
  std::vector<std::unique_ptr<Reactor>> reactors_;
  Mutex stop_mutex_;
  std::vector<std::thread> threads_;
};

Listener::Listener(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
Listener::~Listener() = default;

Result<std::unique_ptr<Listener>> Listener::Start(const ListenerOptions& options,
                                                  RawHandler handler) {
  // A peer that went away is an error of a write, not a reason to end; OpenSSL cannot say
  // MSG_NOSIGNAL.
  std::signal(SIGPIPE, SIG_IGN);
  Result<Acceptor> acceptor = Acceptor::Bind(options.address);
  if (!acceptor) return acceptor.error();
  auto engine = std::make_unique<Engine>(options, std::move(handler), *std::move(acceptor));
  if (const Result<void> started = engine->Start(); !started) return started.error();
  return std::unique_ptr<Listener>(new Listener(std::move(engine)));
}

uint16_t Listener::port() const {
  return engine_->port();
}
const ListenerStats& Listener::stats() const {
  return engine_->stats();
}
void Listener::Stop() {
  engine_->Stop();
}

}  // namespace promgate
