// One connection on one end of a socket pair, with a clock that the test turns.

#include "server/connection.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <memory>
#include <string>

namespace promgate {
namespace {

using std::chrono::seconds;
using Wait = Connection::Wait;

class ConnectionTest : public testing::Test {
 protected:
  ConnectionTest() {
    serving_.handler = [this](const RawRequest& request) {
      seen_.emplace_back(request.body);
      return RawResponse{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false};
    };
    int pair[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
    peer_ = Fd(pair[1]);
    connection_ = std::make_unique<Connection>(Fd(pair[0]), "peer", serving_, At(0));
  }

  static SteadyTime At(int second) { return SteadyTime{} + seconds(second); }
  Wait Run(int second) { return connection_->Run(At(second), scratch_); }
  Wait Expire(int second) { return connection_->Expire(At(second), scratch_); }
  // Seconds from At(0) to the deadline.
  int64_t Deadline() {
    return std::chrono::duration_cast<seconds>(connection_->deadline() - At(0)).count();
  }

  void Send(std::string_view bytes) {
    ASSERT_EQ(::send(peer_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  std::string Receive() {
    std::string all(1 << 20, '\0');
    const ssize_t got = ::recv(peer_.get(), all.data(), all.size(), 0);
    all.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return all;
  }

  Serving serving_;
  std::vector<std::string> seen_;
  Fd peer_;
  std::unique_ptr<Connection> connection_;
  char scratch_[Connection::kScratchBytes] = {};
};

constexpr std::string_view kHead = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n";

TEST_F(ConnectionTest, DeadlinesAreOfPhasesNotOfBytes) {
  EXPECT_EQ(Run(0), Wait::kReadable);
  EXPECT_EQ(Deadline(), 120) << "idle";
  Send("P");
  EXPECT_EQ(Run(5), Wait::kReadable);
  EXPECT_EQ(Deadline(), 5 + 10) << "head, from its first byte";
  Send("O");
  EXPECT_EQ(Run(9), Wait::kReadable);
  EXPECT_EQ(Deadline(), 5 + 10) << "another byte buys no time";
  Send(kHead.substr(2));
  EXPECT_EQ(Run(10), Wait::kReadable);
  EXPECT_EQ(Deadline(), 10 + 30) << "body";
  Send("a");
  EXPECT_EQ(Run(39), Wait::kReadable);
  EXPECT_EQ(Deadline(), 10 + 30) << "another byte buys no time";
  Send("bc");
  EXPECT_EQ(Run(40), Wait::kReadable);
  EXPECT_EQ(seen_, std::vector<std::string>{"abc"});
  EXPECT_EQ(Deadline(), 40 + 120) << "idle again";
}

TEST_F(ConnectionTest, SlowRequestsAreAnswered408) {
  Send(kHead);
  EXPECT_EQ(Run(0), Wait::kReadable);
  EXPECT_EQ(Expire(100), Wait::kReadable);
  EXPECT_TRUE(Receive().starts_with("HTTP/1.1 408 Request Timeout\r\n"));
  EXPECT_EQ(Deadline(), 100 + 2) << "linger";
  Send("abc");
  EXPECT_EQ(Run(101), Wait::kReadable) << "dropped";
  EXPECT_EQ(Expire(102), Wait::kClosed);
  EXPECT_EQ(serving_.stats.timeouts, 1u);
  EXPECT_TRUE(seen_.empty());
}

TEST_F(ConnectionTest, IdleOnesEndSilently) {
  Run(0);
  EXPECT_EQ(Expire(120), Wait::kClosed);
  EXPECT_EQ(Receive(), "");
  EXPECT_EQ(serving_.stats.timeouts, 0u);
}

TEST_F(ConnectionTest, OthersHaveTheirTurn) {
  std::string requests;
  for (int i = 0; i < 1000; ++i) requests += "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  Send(requests);
  EXPECT_EQ(Run(0), Wait::kTurn);
  EXPECT_LT(seen_.size(), 100u);
  int turns = 1;
  for (; Run(0) != Wait::kReadable && turns < 1000; ++turns) Receive();
  EXPECT_EQ(seen_.size(), 1000u);
  EXPECT_GT(turns, 10);
}

TEST_F(ConnectionTest, WaitsForAPeerThatDoesNotRead) {
  serving_.handler = [](const RawRequest&) {
    return RawResponse{std::string(4 << 20, 'x'), false};
  };
  Send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(Run(3), Wait::kWritable);
  EXPECT_EQ(Deadline(), 3 + 30);
  Receive();
  EXPECT_EQ(Run(20), Wait::kWritable);
  EXPECT_EQ(Deadline(), 3 + 30) << "for the whole answer";
  EXPECT_EQ(serving_.stats.requests, 1u) << "the next request waits for the answer to be taken";
  EXPECT_EQ(Expire(33), Wait::kClosed);
}

TEST_F(ConnectionTest, WhileStoppingIdleOnesEndAndTheLastAnswerSaysSo) {
  bool close = false;
  serving_.handler = [&close](const RawRequest& request) {
    close = request.close;
    return RawResponse{"HTTP/1.1 200 OK\r\n\r\n", false};
  };
  Send(kHead);
  EXPECT_EQ(Run(0), Wait::kReadable);
  serving_.stopping = true;
  EXPECT_EQ(Run(0), Wait::kReadable) << "in flight";
  Send("abc");
  EXPECT_EQ(Run(0), Wait::kReadable) << "lingers";
  EXPECT_TRUE(close);
  peer_.Close();
  EXPECT_EQ(Run(0), Wait::kClosed);
}

TEST_F(ConnectionTest, MemoryOfAllIsBounded) {
  serving_.options.limits.max_buffered_bytes = 100'000;
  Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + std::string(60'000, 'a'));
  EXPECT_EQ(Run(0), Wait::kReadable);
  EXPECT_GT(serving_.buffered, 60'000u);
  Send(std::string(60'000, 'a'));
  EXPECT_EQ(Run(0), Wait::kReadable);
  EXPECT_TRUE(Receive().starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_EQ(serving_.buffered, 0u);
}

TEST_F(ConnectionTest, ForgottenWithItsMemory) {
  Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + std::string(60'000, 'a'));
  Run(0);
  EXPECT_GT(serving_.buffered, 0u);
  connection_.reset();
  EXPECT_EQ(serving_.buffered, 0u);
}

TEST_F(ConnectionTest, AHandlerThatThrowsEndsTheConnectionOnly) {
  serving_.handler = [](const RawRequest&) -> RawResponse { throw 1; };
  Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(Run(0), Wait::kReadable);
  EXPECT_TRUE(Receive().starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
}

TEST_F(ConnectionTest, OneContinueIsSentToWhoWaits) {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
  Send(head);
  Run(0);
  EXPECT_EQ(Receive(), "HTTP/1.1 100 Continue\r\n\r\n");
  Send("a");
  Run(0);
  EXPECT_EQ(Receive(), "");
  Send("bc");
  Run(0);
  EXPECT_TRUE(Receive().starts_with("HTTP/1.1 200 OK"));
  Send(head + "abc");
  Run(0);
  EXPECT_TRUE(Receive().starts_with("HTTP/1.1 200 OK")) << "no need to continue: the body is here";
}

}  // namespace
}  // namespace promgate
