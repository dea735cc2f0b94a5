#include "base/path.h"

#include <gtest/gtest.h>

namespace promgate {
namespace {

struct Case {
  const char* path;
  const char* member;
  const char* want;
};

constexpr Case kMembers[] = {
    {"", "spec", "spec"},
    {"spec", "groups", "spec.groups"},
    {"spec", "keep_firing_for", "spec.keep_firing_for"},
    {"spec", "_x9", "spec._x9"},
    {"metadata.labels", "app/name", "metadata.labels[app/name]"},
    {"labels", "a.b", "labels[a.b]"},
    {"labels", "a-b", "labels[a-b]"},
    {"labels", "9x", "labels[9x]"},
    {"labels", "", "labels[]"},
    {"", "a b", "[a b]"},
    {"groups[0]", "é", "groups[0][é]"},
};

TEST(Path, MembersThatAreNoIdentifiersStandInBrackets) {
  for (const Case& c : kMembers) {
    std::string path = c.path;
    AppendMember(path, c.member);
    EXPECT_EQ(path, c.want);
  }
}

TEST(Path, ElementsStandInBrackets) {
  std::string path = "spec.groups";
  AppendIndex(path, 0);
  AppendMember(path, "rules");
  AppendIndex(path, 12);
  EXPECT_EQ(path, "spec.groups[0].rules[12]");
}

}  // namespace
}  // namespace promgate
