#include "server/commands/excerpt.h"

#include <gtest/gtest.h>

namespace promgate {
namespace {

TEST(Excerpt, PointsAtTheBytes) {
  struct Case {
    const char* name;
    std::string text;
    size_t start, end;
    std::string want;
  };
  const Case cases[] = {
      {"a token", "foo{a=1}", 6, 7, "    foo{a=1}\n          ^\n"},
      {"a long token", "foo + barbar", 6, 12, "    foo + barbar\n          ^~~~~~\n"},
      {"the end", "foo[", 4, 4, "    foo[\n        ^\n"},
      {"past the end", "foo[", 9, 12, "    foo[\n        ^\n"},
      {"nothing", "", 0, 0, "    \n    ^\n"},
      {"second line", "a +\n  b c\n", 8, 9, "      b c\n        ^\n"},
      {"at a line's end", "a\nb", 1, 3, "    a\n     ^\n"},
      {"tabs stay", "\t\tx", 2, 3, "    \t\tx\n    \t\t^\n"},
      {"runes count once", "\"ü\" x", 5, 6, "    \"ü\" x\n        ^\n"},
      {"no terminal tricks", "a\x1b[2J\xff", 0, 1, "    a\uFFFD[2J\uFFFD\n    ^\n"},
      {"a line end of Windows", "a\r\nb", 0, 1, "    a\n    ^\n"},
      {"cut behind a newline", "x\n" + std::string(60, 'a') + "!", 62, 63,
       "    " + std::string(60, 'a') + "!\n" + std::string(64, ' ') + "^\n"},
      {"long before", std::string(100, 'a') + "!", 100, 101,
       "    …" + std::string(60, 'a') + "!\n" + std::string(65, ' ') + "^\n"},
      {"long after", "!" + std::string(100, 'a'), 0, 1,
       "    !" + std::string(39, 'a') + "…\n    ^\n"},
  };
  for (const Case& c : cases) EXPECT_EQ(Excerpt(c.text, c.start, c.end), c.want) << c.name;
}

}  // namespace
}  // namespace promgate
