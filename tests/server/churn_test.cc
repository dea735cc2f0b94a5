// Clients that go away at every stage, from several threads at once. It is the sanitizers that
// judge: an engine with a use after free passed all benchmarks.

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "tests/server/gate_fixture.h"

namespace promgate {
namespace {

constexpr int kThreads = 4, kRounds = 15;

// What a client has done when it goes.
enum class Leave {
  kConnected,
  kHalfHello,
  kHandshake,
  kHalfHead,
  kHalfBody,
  kUnread,
  kPipelined,
  kHalfRead,
  kRefused
};
constexpr Leave kAll[] = {Leave::kConnected, Leave::kHalfHello, Leave::kHandshake,
                          Leave::kHalfHead,  Leave::kHalfBody,  Leave::kUnread,
                          Leave::kPipelined, Leave::kHalfRead,  Leave::kRefused};

void ConnectAndLeave(const Gate& gate, Leave stage, bool abruptly) {
  RawClientOptions options;
  options.handshake = stage != Leave::kConnected && stage != Leave::kHalfHello;
  RawClient client = gate.Connect(options);
  if (!client.connected()) return;
  switch (stage) {
    case Leave::kConnected:
    case Leave::kHandshake:
      break;
    case Leave::kHalfHello:
      client.Send(std::string_view("\x16\x03\x01\x02\x00\x01", 6));
      break;
    case Leave::kHalfHead:
      client.Send("POST /echo HTTP/1.1\r\nHo");
      break;
    case Leave::kHalfBody:
      client.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" +
                  std::string(30'000, 'b'));
      break;
    case Leave::kUnread:
      client.Send(PostOf("/echo", "unread"));
      break;
    case Leave::kPipelined:
      for (int i = 0; i < 50; ++i) client.Send(PostOf("/size", "10000"));
      break;
    case Leave::kHalfRead:
      client.Send(PostOf("/size", "2000000"));
      client.ReadMore();
      break;
    case Leave::kRefused:
      client.Send("nonsense\r\n\r\n" + std::string(10'000, 'n'));
      break;
  }
  if (abruptly) client.Abort();
}

void Churn(const Gate& gate, int seed) {
  for (int round = 0; round < kRounds; ++round) {
    for (const Leave stage : kAll) ConnectAndLeave(gate, stage, (round + seed) % 2 == 0);
  }
}

class ChurnTest : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Transports, ChurnTest, testing::Bool(),
                         [](const auto& tls) { return tls.param ? "Tls" : "Plain"; });

TEST_P(ChurnTest, NothingIsLeftOfThoseWhoLeft) {
  const Gate gate(GetParam());
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) threads.emplace_back([&gate, i] { Churn(gate, i); });
  RawClient steady = gate.Connect();
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(steady.Send(PostOf("/echo", std::to_string(i))));
    ASSERT_EQ(BodyOf(steady.ReadResponse()), std::to_string(i)) << "others are served meanwhile";
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(Eventually([&gate] { return gate.stats().connections == 1; }))
      << gate.stats().connections;
  ASSERT_TRUE(steady.Send(PostOf("/echo", "end")));
  EXPECT_EQ(BodyOf(steady.ReadResponse()), "end");
}

TEST_P(ChurnTest, StopInTheMiddle) {
  ListenerLimits limits;
  limits.drain = std::chrono::milliseconds(100);
  for (int i = 0; i < 5; ++i) {
    const Gate gate(GetParam(), limits);
    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&gate, t] {
        for (const Leave stage : kAll) ConnectAndLeave(gate, stage, t % 2 == 0);
      });
    }
    gate.listener().Stop();
    for (std::thread& thread : threads) thread.join();
  }
}

}  // namespace
}  // namespace promgate
