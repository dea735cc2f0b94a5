#include "base/float.h"

#include <gtest/gtest.h>

#include <limits>

namespace promgate {
namespace {

TEST(Float, AsGoPrintsThem) {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  struct Case {
    double value;
    std::string fixed, general;
  };
  const Case cases[] = {
      {0, "0", "0"},
      {-0.0, "-0", "-0"},
      {1, "1", "1"},
      {-17, "-17", "-17"},
      {0.1, "0.1", "0.1"},
      {123.4567, "123.4567", "123.4567"},
      {100000, "100000", "100000"},
      {999999.5, "999999.5", "999999.5"},
      {1000000, "1000000", "1e+06"},
      {-123456789.125, "-123456789.125", "-1.23456789125e+08"},
      {0.0001, "0.0001", "0.0001"},
      {0.00001, "0.00001", "1e-05"},
      {-1.5e-7, "-0.00000015", "-1.5e-07"},
      {1e20, "100000000000000000000", "1e+20"},
      {1e21, "1000000000000000000000", "1e+21"},
      {1e23, "1" + std::string(23, '0'), "1e+23"},
      {1.7976931348623157e308, "17976931348623157" + std::string(292, '0'),
       "1.7976931348623157e+308"},
      {5e-324, "0." + std::string(323, '0') + "5", "5e-324"},
      {9007199254740993.0, "9007199254740992", "9.007199254740992e+15"},
      {kInf, "+Inf", "+Inf"},
      {-kInf, "-Inf", "-Inf"},
      {std::numeric_limits<double>::quiet_NaN(), "NaN", "NaN"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(FormatFixed(c.value), c.fixed);
    EXPECT_EQ(FormatShort(c.value), c.general);
  }
}

}  // namespace
}  // namespace promgate
