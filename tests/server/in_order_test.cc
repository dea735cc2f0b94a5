#include "server/commands/in_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <vector>

namespace promgate {
namespace {

TEST(InOrder, TakesEachResultOnceAndInOrder) {
  for (const size_t workers : {0u, 1u, 4u}) {
    for (const size_t count : {0u, 1u, 3u, 2000u}) {
      std::vector<size_t> taken;
      std::atomic<size_t> made = 0;
      InOrder<size_t>(count).Run(
          workers,
          [&](size_t i) {
            ++made;
            return i;
          },
          [&](size_t i) { taken.push_back(i); });
      EXPECT_EQ(made, count);
      ASSERT_EQ(taken.size(), count) << workers << " workers";
      for (size_t i = 0; i < count; ++i) ASSERT_EQ(taken[i], i) << workers << " workers";
    }
  }
}

TEST(InOrder, DoesNotRunFarAhead) {
  std::atomic<size_t> made = 0;
  size_t taken = 0, most = 0;
  InOrder<size_t>(5000).Run(
      4,
      [&](size_t i) {
        ++made;
        return i;
      },
      [&](size_t) {
        most = std::max(most, made - taken);
        ++taken;
      });
  EXPECT_LE(most, 256u + 4u);
}

}  // namespace
}  // namespace promgate
