// What ParseDuration takes prints as a spelling of the same duration, to the millisecond.

#include <cstdint>
#include <cstdlib>

#include "base/duration.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto duration = promgate::ParseDuration({reinterpret_cast<const char*>(data), size});
  if (!duration) return 0;
  const auto again = promgate::ParseDuration(promgate::PrintDuration(*duration));
  if (!again || *again != *duration) std::abort();
  return 0;
}
