#include "server/reactor.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace promgate {
namespace {

// epoll's names for what is no connection.
constexpr uint64_t kEventId = 0, kListenId = 1, kFirstConnectionId = 2;
constexpr size_t kEventsPerWakeup = 64;

SteadyTime Now() {
  return std::chrono::steady_clock::now();
}

bool Control(int epoll, int operation, int fd, uint32_t events, uint64_t id) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = id;
  return ::epoll_ctl(epoll, operation, fd, &event) == 0;
}

Error SystemError(const char* what) {
  return {Code::kInternal, std::string(what) + ": " + std::strerror(errno)};
}

}  // namespace

Result<std::unique_ptr<Reactor>> Reactor::Make(Serving& serving) {
  Fd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return SystemError("epoll_create1");
  Fd event(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!event) return SystemError("eventfd");
  if (!Control(epoll.get(), EPOLL_CTL_ADD, event.get(), EPOLLIN, kEventId))
    return SystemError("epoll_ctl");
  return std::unique_ptr<Reactor>(new Reactor(serving, std::move(epoll), std::move(event)));
}

Reactor::Reactor(Serving& serving, Fd epoll, Fd event)
    : serving_(serving),
      epoll_(std::move(epoll)),
      event_(std::move(event)),
      next_id_(kFirstConnectionId),
      scratch_(new char[Connection::kScratchBytes]) {}

Result<void> Reactor::Listen(int fd, std::function<void()> accept, std::function<void()> close) {
  if (!Control(epoll_.get(), EPOLL_CTL_ADD, fd, EPOLLIN, kListenId))
    return SystemError("epoll_ctl");
  listen_fd_ = fd;
  accept_ = std::move(accept);
  close_listener_ = std::move(close);
  return {};
}

void Reactor::Wake() {
  const uint64_t one = 1;
  // Fails only when the counter is full: then it is readable already.
  [[maybe_unused]] const ssize_t written = ::write(event_.get(), &one, sizeof one);
}

void Reactor::Adopt(Fd socket, std::string peer) {
  ++load_;
  {
    const MutexLock lock(mutex_);
    arrivals_.push_back({std::move(socket), std::move(peer)});
  }
  Wake();
}

void Reactor::Run() {
  std::array<epoll_event, kEventsPerWakeup> events{};
  while (!Done()) {
    const int count =
        ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), Timeout());
    ++serving_.stats.wakeups;
    for (int i = 0; i < count; ++i) Dispatch(events[static_cast<size_t>(i)].data.u64);
    TakeTurns();
    ExpireDeadlines();
    if (serving_.stopping && !draining_) BeginDrain();
  }
  while (!slots_.empty()) Drop(slots_.begin()->first);
  const MutexLock lock(mutex_);
  for (size_t i = 0; i < arrivals_.size(); ++i) --serving_.stats.connections;
  arrivals_.clear();
}

// Milliseconds until something is to be done without an event, rounded up; -1 when there is
// nothing.
int Reactor::Timeout() const {
  if (!turns_.empty()) return 0;
  std::optional<SteadyTime> next = deadlines_.Next();
  if (draining_) next = std::min(next.value_or(SteadyTime::max()), serving_.drain_until.load());
  if (!next) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - Now()).count();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, 1 << 30));
}

bool Reactor::Done() const {
  return draining_ && (slots_.empty() || Now() >= serving_.drain_until.load());
}

void Reactor::Dispatch(uint64_t id) {
  if (id == kEventId) {
    uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(event_.get(), &count, sizeof count);
    TakeArrivals();
  } else if (id == kListenId) {
    if (!draining_) accept_();
  } else {
    RunConnection(id);
  }
}

void Reactor::BeginDrain() {
  draining_ = true;
  if (listen_fd_ >= 0) {
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, listen_fd_, nullptr);
    close_listener_();
  }
  TakeArrivals();
  std::vector<uint64_t> ids;
  ids.reserve(slots_.size());
  for (const auto& slot : slots_) ids.push_back(slot.first);
  for (const uint64_t id : ids) RunConnection(id);  // those that are idle end
}

void Reactor::TakeArrivals() {
  std::vector<Arrival> arrivals;
  {
    const MutexLock lock(mutex_);
    arrivals.swap(arrivals_);
  }
  for (Arrival& arrival : arrivals) {
    const uint64_t id = next_id_++;
    Slot& slot = slots_[id];
    slot.connection = std::make_unique<Connection>(std::move(arrival.socket),
                                                   std::move(arrival.peer), serving_, Now());
    slot.interest = EPOLLIN;
    if (Control(epoll_.get(), EPOLL_CTL_ADD, slot.connection->fd(), EPOLLIN, id)) {
      RunConnection(id);
    } else {
      Drop(id);
    }
  }
}

void Reactor::TakeTurns() {
  std::vector<uint64_t> turns;
  turns.swap(turns_);
  for (const uint64_t id : turns) RunConnection(id);
}

void Reactor::ExpireDeadlines() {
  const SteadyTime now = Now();
  while (const std::optional<uint64_t> id = deadlines_.TakeExpired(now)) {
    const auto found = slots_.find(*id);
    if (found != slots_.end()) Settle(*id, found->second.connection->Expire(now, scratch_.get()));
  }
}

void Reactor::RunConnection(uint64_t id) {
  const auto found = slots_.find(id);
  if (found == slots_.end()) return;
  Settle(id, found->second.connection->Run(Now(), scratch_.get()));
}

void Reactor::Settle(uint64_t id, Connection::Wait wait) {
  if (wait == Connection::Wait::kClosed) return Drop(id);
  Slot& slot = slots_.at(id);
  deadlines_.Set(id, slot.connection->deadline());
  // While it has its turns nothing wakes it: its socket may be readable all the time.
  uint32_t interest = 0;
  if (wait == Connection::Wait::kReadable) interest = EPOLLIN;
  if (wait == Connection::Wait::kWritable) interest = EPOLLOUT;
  if (wait == Connection::Wait::kTurn) turns_.push_back(id);
  if (interest == slot.interest) return;
  slot.interest = interest;
  if (!Control(epoll_.get(), EPOLL_CTL_MOD, slot.connection->fd(), interest, id)) Drop(id);
}

void Reactor::Drop(uint64_t id) {
  deadlines_.Forget(id);
  slots_.erase(id);  // closes the descriptor, which takes it out of epoll
  --load_;
  --serving_.stats.connections;
}

}  // namespace promgate
