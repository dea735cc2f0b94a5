#pragma once
// Many independent pieces of work on all cores, their results taken in order.
//
//   InOrder<std::string> work(files.size());
//   work.Run(cores, [&](size_t i) { return Judge(files[i]); },
//            [&](std::string verdict) { Print(verdict); });

#include <cstddef>
#include <functional>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.h"

namespace promgate {

template <typename Made>
class InOrder {
 public:
  explicit InOrder(size_t count) : count_(count), made_(kAhead) {}

  // Calls make(i) for each i < count on `workers` threads, and on this one take(make(i)) for
  // i = 0, 1, …; at most kAhead results wait to be taken.
  void Run(size_t workers, const std::function<Made(size_t)>& make,
           const std::function<void(Made)>& take) {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < workers && i < count_ && StartThread(threads, make); ++i) {
    }
    for (size_t i = 0; i < count_; ++i) take(threads.empty() ? make(i) : Take(i));
  }

 private:
  // Enough that one long piece of work keeps nobody idle.
  static constexpr size_t kAhead = 256;

  // False when the system has no more threads; the work gets done with those there are.
  bool StartThread(std::vector<std::jthread>& threads, const std::function<Made(size_t)>& make) {
    try {
      threads.emplace_back([this, &make] {
        while (const std::optional<size_t> index = Next()) Put(*index, make(*index));
      });
      return true;
    } catch (const std::system_error&) {
      return false;
    }
  }

  std::optional<size_t> Next() EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    while (next_ < count_ && next_ >= taken_ + kAhead) room_.Wait(mutex_);
    return next_ < count_ ? std::optional<size_t>(next_++) : std::nullopt;
  }

  void Put(size_t index, Made made) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    made_[index % kAhead] = std::move(made);
    if (index == taken_) ready_.NotifyOne();
  }

  Made Take(size_t index) EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    std::optional<Made>& slot = made_[index % kAhead];
    while (!slot) ready_.Wait(mutex_);
    std::optional<Made> made;
    made.swap(slot);
    ++taken_;
    room_.NotifyAll();
    return *std::move(made);
  }

  const size_t count_;
  Mutex mutex_;
  CondVar room_, ready_;
  size_t next_ GUARDED_BY(mutex_) = 0, taken_ GUARDED_BY(mutex_) = 0;
  std::vector<std::optional<Made>> made_ GUARDED_BY(mutex_);
};

}  // namespace promgate
