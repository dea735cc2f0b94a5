// Whatever ParseJson takes prints, and reads back as the same value.

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using promgate::Json;
  const promgate::Result<Json> value =
      promgate::ParseJson({reinterpret_cast<const char*>(data), size}, {.max_values = 10'000});
  if (!value) return 0;
  const promgate::Result<Json> again = promgate::ParseJson(promgate::DumpJson(*value));
  if (!again || *again != *value) std::abort();
  promgate::DumpJson(*value, 2);
  return 0;
}
