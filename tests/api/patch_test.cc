#include "api/patch.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace promgate {
namespace {

TEST(Patch, PointersEscapeTildeAndSlash) {
  EXPECT_EQ(PointerTo("", "spec"), "/spec");
  EXPECT_EQ(PointerTo("/spec/labels", "a/b~c"), "/spec/labels/a~1b~0c");
  EXPECT_EQ(PointerTo("/spec", "~1"), "/spec/~01");
  EXPECT_EQ(PointerTo("/spec", ""), "/spec/");
  EXPECT_EQ(PointerTo("/spec/groups", 12), "/spec/groups/12");
}

TEST(Patch, OperationsApply) {
  const Json patch = Json::array({PatchOperation("replace", PointerTo("", "a/b"), 2)});
  EXPECT_EQ((Json{{"a/b", 1}}).patch(patch), (Json{{"a/b", 2}}));
}

}  // namespace
}  // namespace promgate
