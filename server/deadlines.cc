#include "server/deadlines.h"

namespace promgate {

void Deadlines::Set(uint64_t id, SteadyTime when) {
  Entry& entry = entries_.try_emplace(id, Entry{when, SteadyTime::max()}).first->second;
  entry.when = when;
  if (when >= entry.armed) return;
  entry.armed = when;
  heap_.push({when, id});
}

std::optional<uint64_t> Deadlines::TakeExpired(SteadyTime now) {
  while (!heap_.empty() && heap_.top().time <= now) {
    const Item item = heap_.top();
    heap_.pop();
    const auto found = entries_.find(item.id);
    if (found == entries_.end() || found->second.armed != item.time)
      continue;  // forgotten, or armed earlier since
    if (found->second.when <= now) {
      entries_.erase(found);
      return item.id;
    }
    found->second.armed = found->second.when;
    heap_.push({found->second.when, item.id});
  }
  return std::nullopt;
}

std::optional<SteadyTime> Deadlines::Next() const {
  if (heap_.empty()) return std::nullopt;
  return heap_.top().time;
}

}  // namespace promgate
