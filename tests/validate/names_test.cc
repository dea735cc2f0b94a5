#include "validate/names.h"

#include <gtest/gtest.h>

namespace promgate {
namespace {

TEST(Names, BySchemeAndUse) {
  struct Case {
    std::string_view name;
    bool label, metric, utf8;
  };
  constexpr Case kCases[] = {
      {"a", true, true, true},
      {"_", true, true, true},
      {"A_9", true, true, true},
      {"job:up:sum", false, true, true},
      {":", false, true, true},
      {"", false, false, false},
      {"9a", false, false, true},
      {"a-b", false, false, true},
      {"a.b", false, false, true},
      {" a", false, false, true},
      {"ünï", false, false, true},
      {"a\n", false, false, true},
      {"a\xff", false, false, false},
      {"\xc3", false, false, false},
      {"\xed\xa0\x80", false, false, false},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(IsLabelName(c.name, NameScheme::kLegacy), c.label) << c.name;
    EXPECT_EQ(IsMetricName(c.name, NameScheme::kLegacy), c.metric) << c.name;
    EXPECT_EQ(IsLabelName(c.name, NameScheme::kUtf8), c.utf8) << c.name;
    EXPECT_EQ(IsMetricName(c.name, NameScheme::kUtf8), c.utf8) << c.name;
  }
}

}  // namespace
}  // namespace promgate
