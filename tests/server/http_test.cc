#include "server/http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/strings.h"
#include "tests/server/gate_fixture.h"

namespace promgate {
namespace {

struct Case {
  const char* name;
  std::string request;
  const char* response;
};

// The headers in the order of the alphabet: the httplib of Debian 13 has an order of its own.
std::string Sorted(const std::string& response) {
  const size_t first = response.find("\r\n") + 2, end = response.find("\r\n\r\n");
  if (end == std::string::npos || first > end) return response;
  std::vector<std::string> headers;
  for (size_t at = first; at < end + 2;) {
    const size_t next = response.find("\r\n", at) + 2;
    headers.push_back(response.substr(at, next - at));
    at = next;
  }
  std::sort(headers.begin(), headers.end());
  return response.substr(0, first) + Join(headers, "") + response.substr(end + 2);
}

TEST(Http, WholeAnswers) {
  const std::string get = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  const Case cases[] = {
      {"get", get, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"},
      {"head", "HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\n"},
      {"close", "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
       "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\nContent-Type: "
       "text/plain\r\n\r\nok"},
      {"empty body", PostOf("/echo", ""),
       "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Type: text/plain\r\n\r\n"},
      {"unknown path", PostOf("/nowhere", "x"),
       "HTTP/1.1 404 Not Found\r\nContent-Length: 22\r\nContent-Type: application/json\r\n\r\n"
       "{\"error\":\"not found\"}\n"},
      {"paths are exact", PostOf("/echo/", "x"),
       "HTTP/1.1 404 Not Found\r\nContent-Length: 22\r\nContent-Type: application/json\r\n\r\n"
       "{\"error\":\"not found\"}\n"},
      {"wrong method", "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n",
       "HTTP/1.1 405 Method Not Allowed\r\nAllow: POST\r\nContent-Length: 31\r\n"
       "Content-Type: application/json\r\n\r\n{\"error\":\"method not allowed\"}\n"},
      {"wrong method, the other way", PostOf("/healthz", "x"),
       "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\nContent-Length: 31\r\n"
       "Content-Type: application/json\r\n\r\n{\"error\":\"method not allowed\"}\n"},
  };
  const Gate gate(false);
  for (const Case& c : cases) {
    RawClient client = gate.Connect();
    ASSERT_TRUE(client.Send(c.request));
    client.HalfClose();
    EXPECT_EQ(Sorted(client.ReadToEnd()), c.response) << c.name;
  }
}

struct TypeCase {
  const char* header;
  const char* type;
};

TEST(Http, HandlersAreToldTheMediaType) {
  const TypeCase cases[] = {
      {"", ""},
      {"Content-Type: application/json\r\n", "application/json"},
      {"Content-Type: Application/JSON; charset=utf-8\r\n", "application/json"},
      {"Content-Type: text/plain ;a=b\r\n", "text/plain"},
  };
  const Gate gate(false);
  for (const TypeCase& c : cases) {
    RawClient client = gate.Connect();
    client.Send("POST /told HTTP/1.1\r\nHost: x\r\n" + std::string(c.header) +
                "Content-Length: 1\r\n\r\nx");
    EXPECT_EQ(BodyOf(client.ReadResponse()), "POST /told " + std::string(c.type) + " 1");
  }
}

TEST(Http, ExceptionsAreCounted) {
  const Gate gate(false);
  RawClient client = gate.Connect();
  for (int i = 0; i < 3; ++i) {
    client.Send(PostOf("/throw", "x"));
    EXPECT_EQ(StatusOf(client.ReadResponse()), "500");
  }
  EXPECT_EQ(gate.routes().exceptions(), 3u);
}

}  // namespace
}  // namespace promgate
