#include "base/version.h"

#include <gtest/gtest.h>

namespace promgate {
namespace {

TEST(Version, Parses) {
  const struct Case {
    std::string_view text;
    Version version;
  } cases[] = {
      {"v3.14.0", {3, 14, 0}},
      {"3.14.0", {3, 14, 0}},
      {"2.55", {2, 55, 0}},
      {"3", {3, 0, 0}},
      {"v3.5.0-rc.1", {3, 5, 0, true}},
      {"3.5-rc.1", {3, 5, 0, true}},
      {"3.5.1+build-7", {3, 5, 1}},
      {"3.5.1-rc.0+dirty", {3, 5, 1, true}},
  };
  for (const Case& c : cases) {
    Result<Version> got = Version::Parse(c.text);
    ASSERT_TRUE(got) << c.text << ": " << got.error().message;
    EXPECT_EQ(*got, c.version) << c.text;
  }
}

TEST(Version, Refuses) {
  for (std::string_view bad : {"", "v", "x", "3.", "3..1", "-3", "3.-1", "3.1.2.4", "3.1-", "v3 ",
                               " 3", "99999999999999", "latest", "3.+1"}) {
    EXPECT_FALSE(Version::Parse(bad)) << bad;
  }
  EXPECT_EQ(Version::Parse("latest").error().message,
            "\"latest\" is not a version such as v3.14.0 or 2.55");
}

TEST(Version, OrdersByPrecedence) {
  const Version rising[] = {{2, 55, 1}, {3, 0, 0, true}, {3, 0, 0}, {3, 0, 1}, {3, 14, 0}, kNever};
  for (size_t i = 1; i < std::size(rising); ++i) {
    EXPECT_LT(rising[i - 1], rising[i]) << rising[i].Text();
  }
  EXPECT_EQ((Version{3, 14, 0}).Text(), "3.14.0");
}

}  // namespace
}  // namespace promgate
