#include "base/duration.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace promgate {
namespace {

TEST(Duration, ParsesAndPrints) {
  const struct Case {
    std::string_view text;
    int64_t milliseconds;
    std::string_view canonical;
  } cases[] = {
      {"0", 0, "0s"},
      {"0ms", 0, "0s"},
      {"324ms", 324, "324ms"},
      {"3s", 3'000, "3s"},
      {"90s", 90'000, "1m30s"},
      {"1h30m", 5'400'000, "1h30m"},
      {"4d1h", 349'200'000, "4d1h"},
      {"14d", 1'209'600'000, "2w"},
      {"10d", 864'000'000, "10d"},
      {"1y365d", 63'072'000'000, "2y"},
      {"1y1d", 31'622'400'000, "366d"},
      {"1y2w3d4h5m6s7ms", 33'019'506'007, "382d4h5m6s7ms"},
      {"292y24w3d", 9'223'286'400'000, "106751d"},
      {"9223372036854ms", 9'223'372'036'854, "106751d23h47m16s854ms"},
      {"007s", 7'000, "7s"},
  };
  for (const Case& c : cases) {
    Result<Nanoseconds> got = ParseDuration(c.text);
    ASSERT_TRUE(got) << c.text << ": " << got.error().message;
    EXPECT_EQ(got->count(), c.milliseconds * 1'000'000) << c.text;
    EXPECT_EQ(PrintDuration(*got), c.canonical) << c.text;
  }
}

TEST(Duration, Refuses) {
  const struct Case {
    std::string_view text, message;
  } cases[] = {
      {"", "empty duration string"},
      {"1", R"(not a valid duration string: "1")"},
      {"00", R"(not a valid duration string: "00")"},
      {"-1s", R"(not a valid duration string: "-1s")"},
      {" 5m", R"(not a valid duration string: " 5m")"},
      {"1m1h", R"(not a valid duration string: "1m1h")"},
      {"1h1h", R"(not a valid duration string: "1h1h")"},
      {"1h30", R"(not a valid duration string: "1h30")"},
      {"99999999999999999999s", R"(not a valid duration string: "99999999999999999999s")"},
      {"5mo", R"(unknown unit "mo" in duration "5mo")"},
      {"1.5h", R"(unknown unit "." in duration "1.5h")"},
      {"5m ", R"(unknown unit "m " in duration "5m ")"},
      {"5\xff", "unknown unit \"\\xff\" in duration \"5\\xff\""},
      {"293y", "duration out of range"},
      {"9223372036855ms", "duration out of range"},
      {"292y24w4d", "duration out of range"},
      {"18446744073709551615ms", "duration out of range"},
  };
  for (const Case& c : cases) {
    Result<Nanoseconds> got = ParseDuration(c.text);
    ASSERT_FALSE(got) << c.text;
    EXPECT_EQ(got.error().message, c.message);
  }
}

TEST(Duration, PrintsAnything) {
  EXPECT_EQ(PrintDuration(Nanoseconds(999'999)), "0s");
  EXPECT_EQ(PrintDuration(Nanoseconds(-999'999)), "0s");
  EXPECT_EQ(PrintDuration(Nanoseconds(1'999'999)), "1ms");
  EXPECT_EQ(PrintDuration(Nanoseconds(-90'000'000'000)), "-1m30s");
  EXPECT_EQ(PrintDuration(Nanoseconds(INT64_MIN)), "-106751d23h47m16s854ms");
}

TEST(Duration, SecondsAreRoundedOnce) {
  EXPECT_EQ(Seconds(Nanoseconds(0)), 0);
  EXPECT_EQ(Seconds(Nanoseconds(-1'500'000'000)), -1.5);
  EXPECT_EQ(Seconds(Nanoseconds(2'838'240'000'090'000'000)), 2838240000.09);  // ns / 1e9 is not
}

}  // namespace
}  // namespace promgate
