#pragma once
// One thread's share of the connections: an epoll set, deadlines, and turns for those that could go
// on for long.
//
// epoll knows connections by an id that is never used again, so that an event that was already on
// its way when its connection was closed finds nothing.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "server/connection.h"
#include "server/deadlines.h"
#include "server/fd.h"

namespace promgate {

class Reactor {
 public:
  // `serving` must outlive this.
  static Result<std::unique_ptr<Reactor>> Make(Serving& serving);

  // Serves until Serving::stopping is set and the connections are gone, or Serving::drain_until has
  // come.
  void Run();

  // Before Run(): calls `accept` on this thread whenever `fd` is readable, and `close` once when
  // stopping.
  Result<void> Listen(int fd, std::function<void()> accept, std::function<void()> close);

  // From any thread:
  void Adopt(Fd socket, std::string peer);
  void Wake();                                  // to see Serving::stopping
  size_t load() const { return load_.load(); }  // connections, adopted ones included

 private:
  struct Slot {
    std::unique_ptr<Connection> connection;
    uint32_t interest = 0;  // as epoll has it
  };
  struct Arrival {
    Fd socket;
    std::string peer;
  };

  Reactor(Serving& serving, Fd epoll, Fd event);

  int Timeout() const;
  bool Done() const;
  void Dispatch(uint64_t id);
  void BeginDrain();
  void TakeArrivals();
  void TakeTurns();
  void ExpireDeadlines();
  void RunConnection(uint64_t id);
  void Settle(uint64_t id, Connection::Wait wait);
  void Drop(uint64_t id);

  Serving& serving_;
  const Fd epoll_, event_;
  int listen_fd_ = -1;
  std::function<void()> accept_, close_listener_;
  bool draining_ = false;

  uint64_t next_id_;
  std::unordered_map<uint64_t, Slot> slots_;
  Deadlines deadlines_;
  std::vector<uint64_t> turns_;  // connections that can go on without an event
  const std::unique_ptr<char[]> scratch_;

  std::atomic<size_t> load_{0};
  Mutex mutex_;
  std::vector<Arrival> arrivals_ GUARDED_BY(mutex_);
};

}  // namespace promgate
