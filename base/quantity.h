#pragma once
// Kubernetes quantities: "100Mi", "0.5", "1e3", "250m".

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"

namespace promgate {

// Exact to 10^-9 (smaller parts round up), as the API server keeps them; saturates beyond +-10^27.
class Quantity {
 public:
  static Result<Quantity> Parse(std::string_view text);
  std::strong_ordering operator<=>(const Quantity& other) const;
  bool operator==(const Quantity& other) const;
  int Sign() const;

 private:
  __extension__ using Nano = __int128;
  Nano nano_ = 0;  // value * 10^9
};

}  // namespace promgate
