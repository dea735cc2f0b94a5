#include "server/framing.h"

#include <gtest/gtest.h>

#include <string>

namespace promgate {
namespace {

using State = RequestParser::State;

// What became of the bytes, in one line: "POST /x 5 hello" or "refused 400 reason"; "|" between
// requests, "..." for one that is not complete.
std::string Outcome(std::string_view bytes, size_t piece, const FramingLimits& limits = {}) {
  RequestParser parser(limits);
  std::string all;
  size_t fed = 0;
  while (fed < bytes.size()) {
    const size_t end = std::min(bytes.size(), fed + piece);
    while (fed < end) {
      fed += parser.Feed(bytes.substr(fed, end - fed));
      if (parser.state() == State::kRefused) {
        return all + "refused " + std::to_string(parser.refusal().status) + " " +
               std::string(parser.refusal().reason);
      }
      if (parser.state() != State::kComplete) continue;
      const RequestHead& head = parser.head();
      all += std::string(head.method) + " " + std::string(head.target) + " " +
             std::to_string(parser.body().size()) +
             (parser.body().empty() ? "" : " " + std::string(parser.body())) +
             (head.keep_alive ? "" : " close") + (parser.body_too_large() ? " too large" : "") +
             (head.expect_continue ? " expect" : "") + "|";
      if (parser.body_too_large()) return all;
      parser.Reset();
    }
  }
  return all + (parser.state() == State::kIdle ? "" : "...");
}

struct Case {
  const char* name;
  std::string bytes;
  const char* want;
};

void Check(const std::vector<Case>& cases, const FramingLimits& limits = {}) {
  for (const Case& c : cases) {
    for (const size_t piece : {size_t{1}, size_t{2}, size_t{7}, c.bytes.size()}) {
      EXPECT_EQ(Outcome(c.bytes, piece, limits), c.want) << c.name << ", in pieces of " << piece;
    }
  }
}

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n";
const std::string kPost = "POST /x HTTP/1.1\r\nHost: x\r\n";
const std::string kChunked = kPost + "Transfer-Encoding: chunked\r\n\r\n";

TEST(Framing, Accepts) {
  Check({
      {"no body", kGet + "\r\n", "GET / 0|"},
      {"length", kPost + "Content-Length: 5\r\n\r\nhello", "POST /x 5 hello|"},
      {"length of zero", kPost + "Content-Length: 0\r\n\r\n", "POST /x 0|"},
      {"leading zeros", kPost + "Content-Length: 005\r\n\r\nhello", "POST /x 5 hello|"},
      {"a GET may have a body", kGet + "Content-Length: 2\r\n\r\nhi", "GET / 2 hi|"},
      {"blanks around values", kPost + "content-LENGTH: \t 5 \t\r\n\r\nhello", "POST /x 5 hello|"},
      {"empty value", kGet + "X:\r\n\r\n", "GET / 0|"},
      {"UTF-8 in a value", kGet + "User-Agent: \xc3\xa9\r\n\r\n", "GET / 0|"},
      {"pipelined", kGet + "\r\n" + kPost + "Content-Length: 2\r\n\r\nhi" + kGet + "\r\n",
       "GET / 0|POST /x 2 hi|GET / 0|"},
      {"not complete: head", kGet, "..."},
      {"not complete: body", kPost + "Content-Length: 5\r\n\r\nhell", "..."},
      {"close", kGet + "Connection: close\r\n\r\n", "GET / 0 close|"},
      {"close in a list", kGet + "Connection: foo , CLOSE,\r\n\r\n", "GET / 0 close|"},
      {"keep-alive", kGet + "Connection: keep-alive\r\n\r\n", "GET / 0|"},
      {"HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "GET / 0 close|"},
      {"expect", kPost + "Expect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
       "POST /x 1 x expect|"},
      {"chunked", kChunked + "5\r\nhello\r\n0\r\n\r\n", "POST /x 5 hello|"},
      {"chunks", kChunked + "1\r\nh\r\n0004\r\nello\r\n00\r\n\r\n" + kGet + "\r\n",
       "POST /x 5 hello|GET / 0|"},
      {"hexadecimal", kChunked + "a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n",
       "POST /x 21 01234567890123456789a|"},
      {"extension", kChunked + "1;a=\"b\"\r\nh\r\n0;x\r\n\r\n", "POST /x 1 h|"},
      {"trailers are dropped", kChunked + "1\r\nh\r\n0\r\nContent-Length: 9\r\nX: y\r\n\r\n",
       "POST /x 1 h|"},
      {"chunked in any case", kPost + "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", "POST /x 0|"},
      {"unknown method", "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n", "BREW /pot 0|"},
  });
}

TEST(Framing, RefusesRequestLines) {
  Check({
      {"empty line first", "\r\nGET / HTTP/1.1\r\n\r\n", "refused 400 malformed request line"},
      {"garbage", "\x16\x03\x01\r\n", "..."},
      {"garbage head", "\x16\x03\x01\r\n\r\n", "refused 400 malformed request line"},
      {"bare line feed", "GET / HTTP/1.1\n\n", "refused 400 line does not end with CRLF"},
      {"no version", "GET /\r\n\r\n", "refused 400 malformed request line"},
      {"two blanks", "GET  / HTTP/1.1\r\n\r\n", "refused 400 malformed request target"},
      {"blank at the end", "GET / HTTP/1.1 \r\n\r\n", "refused 400 malformed request line"},
      {"blank in the target", "GET /a b HTTP/1.1\r\n\r\n", "refused 400 malformed request line"},
      {"tab", "GET\t/ HTTP/1.1\r\n\r\n", "refused 400 malformed request line"},
      {"control in the target", std::string("GET /\x01 HTTP/1.1\r\n\r\n"),
       "refused 400 malformed request target"},
      {"not ASCII in the target", "GET /\xc3\xa9 HTTP/1.1\r\n\r\n",
       "refused 400 malformed request target"},
      {"method is no token", "GE(T / HTTP/1.1\r\n\r\n", "refused 400 malformed request line"},
      {"HTTP/2", "PRI * HTTP/2.0\r\n\r\n", "refused 505 only HTTP/1.1 and HTTP/1.0 are spoken"},
      {"HTTP/1.10", "GET / HTTP/1.10\r\n\r\n", "refused 505 only HTTP/1.1 and HTTP/1.0 are spoken"},
      {"other protocol", "GET / ICY/1.1\r\n\r\n", "refused 400 malformed request line"},
  });
}

TEST(Framing, RefusesHeaders) {
  const char* const bad = "refused 400 malformed header";
  Check({
      {"no Host", "GET / HTTP/1.1\r\n\r\n", "refused 400 exactly one Host header is required"},
      {"two Hosts", kGet + "Host: y\r\n\r\n", "refused 400 exactly one Host header is required"},
      {"folded", kGet + "A: b\r\n c\r\n\r\n", "refused 400 folded header"},
      {"folded with a tab", kGet + "\tA: b\r\n\r\n", "refused 400 folded header"},
      {"blank before the colon", kGet + "A : b\r\n\r\n", bad},
      {"no colon", kGet + "A\r\n\r\n", bad},
      {"no name", kGet + ": b\r\n\r\n", bad},
      {"name is no token", kGet + "A[]: b\r\n\r\n", bad},
      {"NUL", kGet + std::string("A: b\0c\r\n\r\n", 10), bad},
      {"carriage return inside", kGet + "A: b\rc\r\n\r\n", bad},
      {"two carriage returns", kGet + "A: b\r\r\n\r\n", bad},
      {"bare line feed", kGet + "A: b\nB: c\r\n\r\n", "refused 400 line does not end with CRLF"},
      {"bare line feed at the end", kGet + "\n", "refused 400 line does not end with CRLF"},
      {"other expectation", kGet + "Expect: miracles\r\n\r\n",
       "refused 417 only 100-continue can be expected"},
  });
}

TEST(Framing, RefusesLengths) {
  const char* const bad = "refused 400 malformed or repeated Content-Length";
  const char* const transfer = "refused 400 malformed or repeated Transfer-Encoding";
  Check({
      {"twice the same", kPost + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", bad},
      {"a list", kPost + "Content-Length: 1, 1\r\n\r\n", bad},
      {"negative", kPost + "Content-Length: -1\r\n\r\n", bad},
      {"plus", kPost + "Content-Length: +1\r\n\r\n", bad},
      {"hexadecimal", kPost + "Content-Length: 0x1\r\n\r\n", bad},
      {"fraction", kPost + "Content-Length: 1.0\r\n\r\n", bad},
      {"empty", kPost + "Content-Length: \r\n\r\n", bad},
      {"past 64 bits", kPost + "Content-Length: 18446744073709551617\r\n\r\n", bad},
      {"both", kPost + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
       "refused 400 both Content-Length and Transfer-Encoding"},
      {"both, other order", kPost + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
       "refused 400 both Content-Length and Transfer-Encoding"},
      {"neither", kPost + "\r\n", "refused 411 a body needs Content-Length or chunked encoding"},
      {"gzip, chunked", kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n",
       "refused 501 only chunked transfer encoding is understood"},
      {"identity", kPost + "Transfer-Encoding: identity\r\n\r\n",
       "refused 501 only chunked transfer encoding is understood"},
      {"chunked twice", kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
       transfer},
      {"empty", kPost + "Transfer-Encoding:\r\n\r\n", transfer},
      {"of HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", transfer},
  });
}

TEST(Framing, RefusesChunks) {
  const char* const bad = "refused 400 malformed chunk";
  Check({
      {"negative", kChunked + "-2\r\n", bad},
      {"plus", kChunked + "+2\r\n", bad},
      {"0x", kChunked + "0x2\r\n", bad},
      {"empty", kChunked + "\r\n", bad},
      {"blank before", kChunked + " 2\r\n", bad},
      {"blank after", kChunked + "2 \r\n", bad},
      {"17 digits", kChunked + "00000000000000002\r\n", bad},
      {"bare line feed", kChunked + "2\nhi\r\n", "refused 400 line does not end with CRLF"},
      {"data longer than said", kChunked + "2\r\nhix\r\n", bad},
      {"data shorter than said", kChunked + "4\r\nhi\r\n0\r\n\r\n", bad},
      {"long line", kChunked + "2;" + std::string(300, 'a'), bad},
      {"control in an extension", kChunked + "2;\x01\r\n", bad},
      {"trailer is no header", kChunked + "0\r\nfoo\r\n\r\n", "refused 400 malformed header"},
      {"long trailers", kChunked + "0\r\nA: " + std::string(9000, 'a'), bad},
  });
  std::string extensions = kChunked;
  for (int i = 0; i < 100; ++i) extensions += "1;" + std::string(200, 'e') + "\r\nx\r\n";
  Check({{"many extensions", extensions, bad}});
}

TEST(Framing, Limits) {
  FramingLimits limits;
  limits.max_request_line = 30;
  limits.max_head_bytes = 100;
  limits.max_headers = 3;
  limits.max_body_bytes = 10;
  const std::string head = "POST /x HTTP/1.1\r\nHost: x\r\n";
  const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
  Check(
      {
          {"line at its limit", "GET /23456789012345678 HTTP/1.0\r\n\r\n",
           "refused 414 request line too long"},
          {"line within", "GET /2345678901234567 HTTP/1.0\r\n\r\n",
           "GET /2345678901234567 0 close|"},
          {"line without an end", "GET /" + std::string(1000, 'a'),
           "refused 414 request line too long"},
          {"header without an end", head + "A: " + std::string(1000, 'a'),
           "refused 431 request head too large"},
          {"three headers", head + "A: b\r\nContent-Length: 0\r\n\r\n", "POST /x 0|"},
          {"four headers", head + "A: b\r\nB: c\r\nContent-Length: 0\r\n\r\n",
           "refused 431 request head too large"},
          {"body at its limit", head + "Content-Length: 10\r\n\r\n0123456789",
           "POST /x 10 0123456789|"},
          {"body past it", head + "Content-Length: 11\r\n\r\n0123456789a",
           "POST /x 10 0123456789 too large|"},
          {"never to come", head + "Content-Length: 99999999999\r\n\r\n0123456789",
           "POST /x 10 0123456789 too large|"},
          {"too large and waiting", head + "Expect: 100-continue\r\nContent-Length: 11\r\n\r\n",
           "POST /x 0 too large expect|"},
          {"chunks at the limit", chunked + "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n",
           "POST /x 10 0123456789|"},
          {"chunks past it", chunked + "5\r\n01234\r\n6\r\n56789a\r\n0\r\n\r\n",
           "POST /x 10 0123456789 too large|"},
          {"a chunk past it", chunked + "ffffffffffffffff\r\n0123456789",
           "POST /x 10 0123456789 too large|"},
          {"a byte past it", chunked + "a\r\n0123456789\r\n1\r\nx",
           "POST /x 10 0123456789 too large|"},
      },
      limits);
}

TEST(Framing, MemoryIsForWhatCameOnly) {
  const FramingLimits limits;
  RequestParser parser(limits);
  parser.Feed(kPost + "Content-Length: 7000000\r\n\r\nx");
  EXPECT_LT(parser.memory(), 4096u);
  parser.Reset();
  EXPECT_LT(parser.memory(), 100u);
  EXPECT_EQ(parser.state(), State::kIdle);
}

TEST(Framing, FindsHeadersInAnyCase) {
  const FramingLimits limits;
  RequestParser parser(limits);
  parser.Feed(kGet + "content-TYPE: a\r\nContent-Type: b\r\n\r\n");
  EXPECT_EQ(parser.head().Find("Content-Type"), "a");
  EXPECT_EQ(parser.head().Find("Accept"), "");
}

}  // namespace
}  // namespace promgate
