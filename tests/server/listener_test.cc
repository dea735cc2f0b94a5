#include "server/listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>

#include <thread>
#include <vector>

#include "tests/server/gate_fixture.h"

namespace promgate {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

// Sends one byte after the other until the server has something to say, and returns what it says.
std::string Drip(RawClient& client, std::string_view first, char then) {
  if (!client.Send(first)) return "cannot send";
  pollfd readable{client.fd(), POLLIN, 0};
  for (int i = 0; i < 4000 && ::poll(&readable, 1, 5) == 0; ++i) {
    if (!client.Send(std::string_view(&then, 1))) break;
  }
  return client.ReadToEnd();
}

void AllowManyDescriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 8192);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

class ListenerTest : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Transports, ListenerTest, testing::Bool(),
                         [](const auto& tls) { return tls.param ? "Tls" : "Plain"; });

TEST_P(ListenerTest, KeepsAlive) {
  const Gate gate(GetParam());
  RawClient client = gate.Connect();
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(client.Send(PostOf("/echo", "body " + std::to_string(i))));
    EXPECT_EQ(BodyOf(client.ReadResponse()), "body " + std::to_string(i));
  }
  EXPECT_EQ(gate.stats().accepted, 1u);
  EXPECT_EQ(gate.stats().requests, 10u);
}

TEST_P(ListenerTest, AnswersPipelinedRequestsInOrder) {
  const Gate gate(GetParam());
  RawClient client = gate.Connect();
  std::string requests;
  for (int i = 0; i < 200; ++i) requests += PostOf("/echo", std::to_string(i));
  ASSERT_TRUE(client.Send(requests));
  for (int i = 0; i < 200; ++i) EXPECT_EQ(BodyOf(client.ReadResponse()), std::to_string(i));
}

TEST_P(ListenerTest, BigBodiesBothWays) {
  const Gate gate(GetParam());
  RawClient client = gate.Connect();
  std::string body;
  while (body.size() < 5'000'000) body += std::to_string(body.size()) + ' ';
  ASSERT_TRUE(client.Send(PostOf("/echo", body)));
  EXPECT_TRUE(BodyOf(client.ReadResponse()) == body);
  ASSERT_TRUE(client.Send(PostOf("/size", "3000000") + PostOf("/size", "10")));
  EXPECT_EQ(BodyOf(client.ReadResponse()).size(), 3'000'000u);
  EXPECT_EQ(BodyOf(client.ReadResponse()).size(), 10u);
}

TEST_P(ListenerTest, EndsWhenToldTo) {
  const Gate gate(GetParam());
  for (const char* request : {"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                              "GET /healthz HTTP/1.0\r\n\r\n"}) {
    RawClient client = gate.Connect();
    ASSERT_TRUE(client.Send(request));
    const std::string response = client.ReadToEnd();
    EXPECT_THAT(response, HasSubstr("200 OK\r\n"));
    EXPECT_THAT(response, HasSubstr("Connection: close\r\n"));
    EXPECT_EQ(BodyOf(response), "ok");
  }
}

TEST_P(ListenerTest, AnEarlyAnswerReachesAClientThatIsStillSending) {
  const Gate gate(GetParam());
  RawClient client = gate.Connect();
  std::string head = PostOf("/told", "");
  head.replace(head.find("Content-Length: 0"), 17, "Content-Length: 8000000");
  ASSERT_TRUE(client.Send(head));
  for (int i = 0; i < 80; ++i) ASSERT_TRUE(client.Send(std::string(100'000, 'x'))) << i;
  EXPECT_THAT(client.ReadToEnd(), HasSubstr("65536 too large"));
}

TEST_P(ListenerTest, SlowLorisHasADeadlineInTotal) {
  ListenerLimits limits;
  limits.head = limits.body = milliseconds(100);
  const Gate gate(GetParam(), limits);
  RawClient head = gate.Connect();
  EXPECT_EQ(StatusOf(Drip(head, "GET / HTTP/1.1\r\nHost: x\r\nA: ", 'a')), "408");
  RawClient body = gate.Connect();
  EXPECT_EQ(StatusOf(Drip(body, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n",
                          'a')),
            "408");
  EXPECT_EQ(gate.stats().timeouts, 2u);
}

TEST_P(ListenerTest, IdleConnectionsEnd) {
  ListenerLimits limits;
  limits.idle = milliseconds(50);
  const Gate gate(GetParam(), limits);
  RawClient client = gate.Connect();
  ASSERT_TRUE(client.Send(PostOf("/echo", "x")));
  EXPECT_EQ(BodyOf(client.ReadResponse()), "x");
  EXPECT_EQ(client.ReadToEnd(), "");
  EXPECT_TRUE(Eventually([&] { return gate.stats().connections == 0; }));
}

TEST(Listener, HandshakesHaveADeadline) {
  ListenerLimits limits;
  limits.handshake = milliseconds(100);
  const Gate gate(true, limits);
  RawClientOptions silent;
  silent.handshake = false;
  RawClient client = gate.Connect(silent);
  EXPECT_EQ(client.ReadToEnd(), "");
  RawClient slow = gate.Connect(silent);
  EXPECT_EQ(Drip(slow, std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 'a'), "");
  EXPECT_EQ(gate.stats().timeouts, 2u);
  EXPECT_EQ(gate.stats().requests, 0u);
}

TEST_P(ListenerTest, RefusesConnectionsBeyondTheMost) {
  ListenerLimits limits;
  limits.max_connections = 2;
  const Gate gate(GetParam(), limits);
  RawClient first = gate.Connect(), second = gate.Connect();
  ASSERT_TRUE(second.Send(PostOf("/echo", "x")));
  EXPECT_EQ(BodyOf(second.ReadResponse()), "x");
  RawClient third = gate.Connect();
  EXPECT_TRUE(!third.connected() || third.ReadToEnd().empty());
  EXPECT_EQ(gate.stats().rejected, 1u);
  second.Abort();
  EXPECT_TRUE(Eventually([&] {
    RawClient fourth = gate.Connect();
    return fourth.connected() && fourth.Send(PostOf("/echo", "y")) &&
           BodyOf(fourth.ReadResponse()) == "y";
  }));
}

TEST_P(ListenerTest, AThousandIdleConnectionsCostNothing) {
  AllowManyDescriptors();
  ListenerLimits limits;  // none comes while the test runs, however slow the machine
  limits.handshake = limits.head = limits.idle = limits.write = std::chrono::hours(1);
  const Gate gate(GetParam(), limits);
  std::vector<RawClient> clients;
  for (int i = 0; i < 1000; ++i) {
    clients.push_back(gate.Connect());
    ASSERT_TRUE(clients.back().connected()) << i;
    ASSERT_TRUE(clients.back().Send(PostOf("/echo", "x")));
    ASSERT_EQ(BodyOf(clients.back().ReadResponse()), "x");
  }
  EXPECT_EQ(gate.stats().connections, 1000);
  const uint64_t before = gate.stats().wakeups;
  pollfd silence{clients[0].fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&silence, 1, 300), 0);
  EXPECT_EQ(gate.stats().wakeups, before) << "nobody sent anything";
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(clients[500].Send(PostOf("/echo", "x")));
    ASSERT_EQ(BodyOf(clients[500].ReadResponse()), "x");
  }
  EXPECT_LE(gate.stats().wakeups, before + 100) << "only who sends is served";
}

TEST_P(ListenerTest, StopLetsRequestsInFlightFinish) {
  const Gate gate(GetParam());
  RawClient idle = gate.Connect(), busy = gate.Connect();
  for (RawClient* client : {&idle, &busy}) {
    ASSERT_TRUE(client->Send(PostOf("/echo", "x")));
    ASSERT_EQ(BodyOf(client->ReadResponse()), "x");
  }
  // The server has read this when it asks for the rest.
  ASSERT_TRUE(busy.Send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n"));
  ASSERT_EQ(StatusOf(busy.ReadResponse()), "100");
  ASSERT_TRUE(busy.Send("01234"));
  std::thread stop([&gate] { gate.listener().Stop(); });
  EXPECT_EQ(idle.ReadToEnd(), "");
  EXPECT_TRUE(Eventually([&gate] { return !RawClient(gate.port()).connected(); }))
      << "accepts nobody";
  ASSERT_TRUE(busy.Send("56789"));
  const std::string response = busy.ReadToEnd();
  EXPECT_THAT(response, HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(BodyOf(response), "0123456789");
  busy.Abort();
  stop.join();
  gate.listener().Stop();  // once more does nothing
  EXPECT_EQ(gate.stats().connections, 0);
}

TEST_P(ListenerTest, StopWaitsForNobodyForever) {
  ListenerLimits limits;
  limits.drain = milliseconds(50);
  const Gate gate(GetParam(), limits);
  RawClient client = gate.Connect();
  ASSERT_TRUE(client.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"));
  gate.listener().Stop();
  EXPECT_EQ(client.ReadToEnd(), "");
}

struct AddressCase {
  const char* address;
  bool fine;
};
constexpr AddressCase kAddresses[] = {
    {"127.0.0.1:0", true},      {"localhost:0", true}, {":0", true},
    {"0.0.0.0:0", true},        {"", false},           {"8443", false},
    {"127.0.0.1", false},       {"127.0.0.1:", false}, {"127.0.0.1:x", false},
    {"127.0.0.1:99999", false}, {"::1:0", false},      {"192.0.2.1:0", false},
};

TEST(Listener, Addresses) {
  for (const AddressCase& c : kAddresses) {
    ListenerOptions options;
    options.address = c.address;
    options.reactors = 1;
    const auto listener = Listener::Start(options, [](const RawRequest&) { return RawResponse{}; });
    EXPECT_EQ(listener.ok(), c.fine) << c.address;
    if (!listener.ok()) {
      EXPECT_THAT(listener.error().message, HasSubstr(c.address));
    } else {
      EXPECT_TRUE(RawClient((*listener)->port()).connected()) << c.address;
    }
  }
}

TEST(Listener, AnAddressInUseIsAnError) {
  const Gate gate(false);
  ListenerOptions options;
  options.address = "127.0.0.1:" + std::to_string(gate.port());
  const auto second = Listener::Start(options, [](const RawRequest&) { return RawResponse{}; });
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(second.error().message, HasSubstr("in use"));
}

}  // namespace
}  // namespace promgate
