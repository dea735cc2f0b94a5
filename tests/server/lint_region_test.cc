#include "server/commands/lint_region.h"

#include <gtest/gtest.h>

#include <string>

namespace promgate {
namespace {

TEST(LintRegion, CountsCodePoints) {
  struct Case {
    const char* name;
    std::string text;
    size_t offset;
    uint32_t column;
  };
  const Case cases[] = {
      {"the start", "abc", 0, 1},
      {"ASCII", "abc", 2, 3},
      {"two bytes", "ü: x", 4, 4},
      {"four bytes are one", "🙂x", 4, 2},
      {"a later line", "üü\nüx", 7, 2},
      {"right behind a newline", "a\nb", 2, 1},
      {"a byte order mark is no column",
       "\xef\xbb\xbf"
       "ab",
       4, 2},
      {"invalid bytes count each", "\xff\xffx", 2, 3},
      {"past the end", "ab", 99, 3},
      {"a carriage return stays in its line", "a\r\nb", 2, 3},
  };
  for (const Case& c : cases) {
    LintFinding finding;
    finding.begin.offset = finding.end.offset = c.offset;
    EXPECT_EQ(Regions(c.text, {finding})[0].column, c.column) << c.name;
  }
}

TEST(LintRegion, TakesFindingsInAnyOrder) {
  LintFinding first, second;
  first.begin = {2, 3, 5};
  first.end = {2, 4, 6};
  second.begin = {1, 1, 0};
  second.end = {1, 3, 2};
  const std::vector<LintRegion> regions = Regions("ü\nüxy", {first, second});
  ASSERT_EQ(regions.size(), 2u);
  EXPECT_EQ(regions[0].column, 2u);
  EXPECT_EQ(regions[0].end_column, 3u);
  EXPECT_EQ(regions[1].column, 1u);
  EXPECT_EQ(regions[1].end_column, 2u);
}

}  // namespace
}  // namespace promgate
