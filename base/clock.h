#pragma once
// Time as a dependency, so that tests can turn the hands.

#include <chrono>

namespace promgate {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::chrono::system_clock::time_point Now() const = 0;     // wall clock
  virtual std::chrono::steady_clock::time_point Steady() const = 0;  // for measuring and deadlines
};

class SystemClock final : public Clock {
 public:
  std::chrono::system_clock::time_point Now() const override {
    return std::chrono::system_clock::now();
  }
  std::chrono::steady_clock::time_point Steady() const override {
    return std::chrono::steady_clock::now();
  }
};

}  // namespace promgate
