#pragma once
// When each connection's time is up. A deadline that moves later costs nothing: the heap still
// holds the earlier time, and looks again when that has come. So a busy connection does not push an
// entry a request.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <unordered_map>
#include <vector>

namespace promgate {

using SteadyTime = std::chrono::steady_clock::time_point;

class Deadlines {
 public:
  void Set(uint64_t id, SteadyTime when);
  void Forget(uint64_t id) { entries_.erase(id); }
  // Some id whose deadline is not after `now`; its deadline is gone then.
  std::optional<uint64_t> TakeExpired(SteadyTime now);
  // No deadline comes before this; none at all when empty.
  std::optional<SteadyTime> Next() const;

 private:
  struct Entry {
    SteadyTime when;   // the deadline
    SteadyTime armed;  // what the heap holds for it, not after `when`
  };
  struct Item {
    SteadyTime time;
    uint64_t id = 0;
    bool operator>(const Item& other) const { return time > other.time; }
  };

  std::unordered_map<uint64_t, Entry> entries_;
  std::priority_queue<Item, std::vector<Item>, std::greater<>> heap_;
};

}  // namespace promgate
