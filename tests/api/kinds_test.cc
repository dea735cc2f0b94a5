#include "api/kinds.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace promgate {
namespace {

TEST(Kinds, AreTenWithTheirPluralsAndVersions) {
  EXPECT_EQ(Kinds().size(), 10u);
  const Kind* kind = FindKind("AlertmanagerConfig");
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->plural, "alertmanagerconfigs");
  EXPECT_EQ(kind->versions, "v1alpha1,v1beta1");
  EXPECT_TRUE(std::is_sorted(Kinds().begin(), Kinds().end(),
                             [](const Kind& a, const Kind& b) { return a.kind < b.kind; }));
}

TEST(Kinds, OthersAreNoneOfOurs) {
  EXPECT_EQ(FindKind("Deployment"), nullptr);
  EXPECT_EQ(FindKind("prometheusrule"), nullptr);
  EXPECT_EQ(FindKind(""), nullptr);
}

}  // namespace
}  // namespace promgate
