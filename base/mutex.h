#pragma once
// A mutex that clang's thread-safety analysis understands (libstdc++'s carries no annotations).

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define PROMGATE_ATTRIBUTE(x) __attribute__((x))
#else
#define PROMGATE_ATTRIBUTE(x)
#endif
#define CAPABILITY(x) PROMGATE_ATTRIBUTE(capability(x))
#define SCOPED_CAPABILITY PROMGATE_ATTRIBUTE(scoped_lockable)
#define GUARDED_BY(x) PROMGATE_ATTRIBUTE(guarded_by(x))
#define REQUIRES(...) PROMGATE_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define ACQUIRE(...) PROMGATE_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define RELEASE(...) PROMGATE_ATTRIBUTE(release_capability(__VA_ARGS__))
#define EXCLUDES(...) PROMGATE_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define NO_THREAD_SAFETY_ANALYSIS PROMGATE_ATTRIBUTE(no_thread_safety_analysis)

namespace promgate {

class CAPABILITY("mutex") Mutex {
 public:
  void Lock() ACQUIRE() { mutex_.lock(); }
  void Unlock() RELEASE() { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.Lock(); }
  ~MutexLock() RELEASE() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits while the caller holds the mutex.
class CondVar {
 public:
  void Wait(Mutex& mutex) REQUIRES(mutex) NO_THREAD_SAFETY_ANALYSIS {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    cv_.wait(lock);
    lock.release();
  }
  void NotifyOne() { cv_.notify_one(); }
  void NotifyAll() { cv_.notify_all(); }

 private:
  std::condition_variable cv_;
};

}  // namespace promgate
