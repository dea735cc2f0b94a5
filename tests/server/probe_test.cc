// Bytes sent to a running listener, and the safe answer: the rows are what httplib alone got wrong
// when it was probed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/gate_fixture.h"

namespace promgate {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Repeat(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string PostWith(const std::string& headers, const std::string& body,
                     const std::string& path = "/told") {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct Probe {
  const char* name;
  std::string bytes;
  const char* status;
  const char* body;  // part of it
  bool closes;
};

// Too much, or no request at all.
std::vector<Probe> FramingProbes() {
  const std::string post = "POST /told HTTP/1.1\r\nHost: x\r\n";
  const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
  const std::string mebibyte(1 << 20, 'x');
  return {
      {"plain", PostOf("/told", "{}"), "200", "POST /told application/json 2", false},
      {"header line of 8,000 B", PostWith("A: " + std::string(7997, 'a') + "\r\n", "{}"), "200", "",
       false},
      {"header line of 60,000 B", PostWith("A: " + std::string(60000, 'a') + "\r\n", "{}"), "200",
       "", false},
      {"header line of 70,000 B", PostWith("A: " + std::string(70000, 'a') + "\r\n", "{}"), "431",
       "", true},
      {"URI of 9,000 B", "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", "414",
       "", true},
      {"URI of 7,900 B", "GET /" + std::string(7900, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", "404",
       "not found", false},
      {"1 MiB request line without an end", "GET /" + mebibyte, "414", "", true},
      {"1 MiB header without an end", post + "A: " + mebibyte, "431", "", true},
      {"500k headers", post + Repeat("A: b\r\n", 500'000), "431", "", true},
      {"101 headers", PostWith(Repeat("A: b\r\n", 99), ""), "431", "", true},
      {"8 MiB by length", PostWith("", std::string(8 << 20, 'x')), "200", " 65536 too large", true},
      {"a length nobody sends", post + "Content-Length: 99999999999\r\n\r\n" + mebibyte, "200",
       "65536 too large", true},
      {"16 MiB chunked", chunked + Repeat("100000\r\n" + mebibyte + "\r\n", 16) + "0\r\n\r\n",
       "200", "7340032 too large", true},
      {"chunk of 2^64 - 1", chunked + "ffffffffffffffff\r\n" + mebibyte, "200", "65536 too large",
       true},
      {"chunk size -2", chunked + "-2\r\n" + mebibyte, "400", "malformed chunk", true},
      {"endless chunk line", chunked + "1;" + mebibyte, "400", "malformed chunk", true},
      {"Content-Length twice", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "400", "",
       true},
      {"Content-Length and chunked",
       post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400", "", true},
      {"no length", post + "\r\n", "411", "", true},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505", "", true},
      {"method that nobody knows", "BREW /told HTTP/1.1\r\nHost: x\r\n\r\n", "400", "", false},
      {"garbage", "\r\n\r\n", "400", "", true},
  };
}

// Requests that httplib alone mistreats.
std::vector<Probe> HandledProbes() {
  return {
      {"gzip, whatever is in it", PostWith("Content-Encoding: gzip\r\n", "\x1f\x8b\x08 bomb"),
       "415", "", false},
      {"any encoding", PostWith("Content-Encoding: br\r\n", "x"), "415", "", false},
      {"identity", PostWith("Content-Encoding: identity\r\n", "x"), "200", "", false},
      {"CRLF, percent-encoded", PostWith("Content-Type: a%0d%0aInjected: 1\r\n", "x"), "200",
       "a%0d%0ainjected:", false},
      {"CRLF, percent-encoded, in the path", "GET /%0d%0aInjected:%201 HTTP/1.1\r\nHost: x\r\n\r\n",
       "404", "not found", false},
      {"NUL, percent-encoded, in the path", "GET /healthz%00 HTTP/1.1\r\nHost: x\r\n\r\n", "404",
       "", false},
      {"REMOTE_ADDR", PostWith("REMOTE_ADDR: 6.6.6.6\r\n", "x"), "200", "", false},
      {"handler throws", PostOf("/throw", "x"), "500", "internal error", false},
      {"multipart",
       PostWith("Content-Type: multipart/form-data; boundary=b\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b--\r\n"),
       "200", "multipart/form-data 59", false},
      {"multipart with a name of 100 kB",
       PostWith("Content-Type: multipart/form-data; boundary=b\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"" + std::string(100'000, 'n') +
                    "\"\r\n\r\nx\r\n--b--\r\n"),
       "200", "multipart/form-data", false},
      {"multipart without a boundary", PostWith("Content-Type: multipart/form-data\r\n", "x"),
       "200", "", false},
      {"form",
       PostWith("Content-Type: application/x-www-form-urlencoded\r\n", Repeat("a=b&", 5000)), "200",
       "application/x-www-form-urlencoded 20000", false},
      {"Range",
       "GET /healthz HTTP/1.1\r\nHost: x\r\nRange: bytes=" + Repeat("0-0,", 2000) + "0-0\r\n\r\n",
       "200", "ok", false},
      {"bad Range", "GET /healthz HTTP/1.1\r\nHost: x\r\nRange: lines=x\r\n\r\n", "200", "ok",
       false},
      {"Accept-Encoding", "GET /healthz HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\n\r\n",
       "200", "ok", false},
      {"wrong method", "GET /told HTTP/1.1\r\nHost: x\r\n\r\n", "405", "method not allowed", false},
      {"CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", "404", "", false},
      {"query", PostOf("/told?timeout=10s", "{}"), "200", "POST /told application/json 2", false},
      {"query of separators", PostOf("/told?" + std::string(7000, '&'), "{}"), "200", "", false},
      {"two questions", PostOf("/told?a?b=c", "{}"), "200", "", false},
  };
}

class ProbeTest : public testing::TestWithParam<bool> {};

std::vector<Probe> AllProbes() {
  std::vector<Probe> all = FramingProbes();
  const std::vector<Probe> handled = HandledProbes();
  all.insert(all.end(), handled.begin(), handled.end());
  return all;
}

TEST_P(ProbeTest, EveryRowHasItsSafeAnswer) {
  const Gate gate(GetParam());
  for (const Probe& probe : AllProbes()) {
    SCOPED_TRACE(probe.name);
    RawClient client = gate.Connect();
    ASSERT_TRUE(client.connected());
    client.Send(probe.bytes);  // may fail half-way when the answer comes early; it must be readable
                               // all the same
    const std::string response = client.ReadResponse();
    EXPECT_EQ(StatusOf(response), probe.status);
    EXPECT_THAT(BodyOf(response), HasSubstr(probe.body));
    EXPECT_THAT(response, Not(HasSubstr("Injected: 1")));
    EXPECT_THAT(response, Not(HasSubstr("secret detail")));
    EXPECT_THAT(response, Not(HasSubstr("EXCEPTION_WHAT")));
    EXPECT_THAT(response, Not(HasSubstr("Content-Encoding")));
    if (probe.closes) {
      EXPECT_THAT(response, HasSubstr("Connection: close\r\n"));
      EXPECT_EQ(client.ReadToEnd(), "");
    } else {
      EXPECT_THAT(response, Not(HasSubstr("Connection: close")));
      ASSERT_TRUE(client.Send(PostOf("/echo", "still there")));
      EXPECT_EQ(BodyOf(client.ReadResponse()), "still there");
    }
  }
  EXPECT_EQ(gate.routes().exceptions(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Transports, ProbeTest, testing::Bool(),
                         [](const auto& tls) { return tls.param ? "Tls" : "Plain"; });

}  // namespace
}  // namespace promgate
