#include "server/deadlines.h"

#include <gtest/gtest.h>

namespace promgate {
namespace {

SteadyTime At(int seconds) {
  return SteadyTime{} + std::chrono::seconds(seconds);
}

TEST(Deadlines, InOrder) {
  Deadlines d;
  EXPECT_EQ(d.Next(), std::nullopt);
  d.Set(1, At(30));
  d.Set(2, At(10));
  d.Set(3, At(20));
  EXPECT_EQ(d.Next(), At(10));
  EXPECT_EQ(d.TakeExpired(At(9)), std::nullopt);
  EXPECT_EQ(d.TakeExpired(At(20)), 2u);
  EXPECT_EQ(d.TakeExpired(At(20)), 3u);
  EXPECT_EQ(d.TakeExpired(At(20)), std::nullopt);
  EXPECT_EQ(d.TakeExpired(At(30)), 1u);
  EXPECT_EQ(d.Next(), std::nullopt);
}

TEST(Deadlines, MovedLaterIsFoundLater) {
  Deadlines d;
  d.Set(1, At(10));
  for (int i = 11; i <= 50; ++i) d.Set(1, At(i));
  EXPECT_EQ(d.Next(), At(10));  // one entry; it looks then and finds the later one
  EXPECT_EQ(d.TakeExpired(At(49)), std::nullopt);
  EXPECT_EQ(d.Next(), At(50));
  EXPECT_EQ(d.TakeExpired(At(50)), 1u);
}

TEST(Deadlines, MovedEarlierAndForgotten) {
  Deadlines d;
  d.Set(1, At(100));
  d.Set(1, At(10));
  d.Set(2, At(10));
  d.Forget(2);
  EXPECT_EQ(d.TakeExpired(At(10)), 1u);
  EXPECT_EQ(d.TakeExpired(At(200)), std::nullopt);
  d.Set(1, At(50));  // an id that expired may wait again
  EXPECT_EQ(d.TakeExpired(At(50)), 1u);
}

}  // namespace
}  // namespace promgate
