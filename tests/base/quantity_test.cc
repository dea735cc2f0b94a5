#include "base/quantity.h"

#include <gtest/gtest.h>

#include <string>

namespace promgate {
namespace {

Quantity Parsed(std::string_view text) {
  Result<Quantity> quantity = Quantity::Parse(text);
  EXPECT_TRUE(quantity) << text << ": " << (quantity ? "" : quantity.error().message);
  return quantity ? *quantity : Quantity();
}

TEST(Quantity, SpellingsOfOneValue) {
  const struct Case {
    std::string_view a, b;
  } cases[] = {
      {"1", "1000m"},
      {"1", "1."},
      {"0.5", ".5"},
      {"+1", "1"},
      {"1k", "1e3"},
      {"1k", "1E3"},
      {"1E", "1e18"},
      {"1Ki", "1024"},
      {"1Mi", "1048576"},
      {"1Gi", "1024Mi"},
      {"1Ei", "1152921504606846976"},
      {"0.5Mi", "512Ki"},
      {"1.5Gi", "1536Mi"},
      {"250m", "0.25"},
      {"1u", "1000n"},
      {"1e-3", "1m"},
      {"1e+3", "1k"},
      {"007", "7"},
      {"-0", "0"},
      {"1.0000000001", "1.000000001"},  // rounded up to a billionth
      {"0.0000000001", "1n"},
      {"-0.0000000001", "-1n"},
      {"1e-1000", "1n"},
      {"1e-99999999999", "1n"},
      {"0e99999999999", "0"},
      {"0.1Ki", "102.4"},
      {"100000000000000000000000000", "100e24"},
      {"1e27", "2e27"},  // both saturate
      {"1e99999999999", "1e27"},
      {"0.0000000000000000000000000001e28", "1"},
  };
  for (const Case& c : cases) EXPECT_EQ(Parsed(c.a), Parsed(c.b)) << c.a << " and " << c.b;
  EXPECT_EQ(Parsed(std::string(1000, '9')), Parsed("1e27"));
  EXPECT_EQ(Parsed("0." + std::string(1000, '0') + "1"), Parsed("1n"));
  EXPECT_EQ(Parsed("1" + std::string(200, '0') + "e-200"), Parsed("1"));
}

TEST(Quantity, Orders) {
  const std::string_view rising[] = {
      "-2e27", "-1Gi", "-1",         "-1m",   "0",   "1n",
      "1m",    "999m", "1",          "1001m", "1k",  "1Ki",
      "1M",    "1Mi",  "9999999999", "1E",    "1Ei", "999999999999999999999999999",
      "1e27"};
  for (size_t i = 1; i < std::size(rising); ++i) {
    EXPECT_LT(Parsed(rising[i - 1]), Parsed(rising[i])) << rising[i - 1] << " and " << rising[i];
  }
  EXPECT_EQ(Parsed("-5m").Sign(), -1);
  EXPECT_EQ(Parsed("-0").Sign(), 0);
  EXPECT_EQ(Parsed("1n").Sign(), 1);
}

TEST(Quantity, Refuses) {
  for (std::string_view bad : {"",      ".",   "-",    "+-1",   "--1",  " 1", "1 ",  "1K",
                               "1ki",   "1kB", "1B",   "Mi",    "1Mi5", "1e", "1e+", "1e3Ki",
                               "1.2.3", "1,5", "0x10", "1e1.5", "NaN",  "1i", "1mm", "\xff"}) {
    EXPECT_FALSE(Quantity::Parse(bad)) << bad;
  }
  EXPECT_EQ(Quantity::Parse("10GB").error().message,
            "\"10GB\" is not a quantity: a number, then nothing, one of n, u, m, k, M, G, T, P, E, "
            "Ki, Mi, Gi, Ti, "
            "Pi, Ei, or an exponent such as e3");
}

}  // namespace
}  // namespace promgate
