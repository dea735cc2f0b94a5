// Any bytes as a connection's input: the same requests come out however the bytes are cut, limits
// hold, and what was accepted is accepted again when it is written plainly.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/framing.h"

namespace promgate {
namespace {

using State = RequestParser::State;

constexpr FramingLimits kLimits{200, 1000, 10, 300};

void Check(bool holds) {
  if (!holds) std::abort();
}

std::string Describe(const RequestParser& parser) {
  const RequestHead& head = parser.head();
  std::string text(head.method);
  text.append(" ").append(head.target).append(head.keep_alive ? " keep " : " close ");
  for (const HttpHeader& h : head.headers)
    text.append(h.name).append(":").append(h.value).append(",");
  return text.append(parser.body()).append(parser.body_too_large() ? "!\n" : "\n");
}

void CheckAccepted(const RequestParser& parser) {
  const RequestHead& head = parser.head();
  Check(parser.body().size() <= kLimits.max_body_bytes);
  Check(head.headers.size() <= kLimits.max_headers);
  Check(head.target.size() <= kLimits.max_request_line);
  Check(!head.chunked || head.content_length == 0);
  if (parser.body_too_large()) return;
  std::string plain(head.method);
  plain.append(" ").append(head.target).append(" HTTP/1.1\r\nHost: x\r\nContent-Length: ");
  plain.append(std::to_string(parser.body().size())).append("\r\n\r\n").append(parser.body());
  RequestParser again(kLimits);
  Check(again.Feed(plain) == plain.size());
  Check(again.state() == State::kComplete && again.body() == parser.body());
}

// All requests in `bytes`, fed in pieces of `piece`, and how it ended.
std::string Outcome(std::string_view bytes, size_t piece) {
  RequestParser parser(kLimits);
  std::string all;
  for (size_t fed = 0; fed < bytes.size();) {
    const size_t taken = parser.Feed(bytes.substr(fed, piece));
    Check(taken > 0);
    fed += taken;
    Check(parser.memory() < (32 << 10));
    if (parser.state() == State::kRefused) return all.append(parser.refusal().reason);
    if (parser.state() != State::kComplete) continue;
    CheckAccepted(parser);
    all += Describe(parser);
    if (parser.body_too_large()) return all;
    parser.Reset();
  }
  return all + std::to_string(static_cast<int>(parser.state()));
}

}  // namespace
}  // namespace promgate

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using promgate::Outcome;
  if (size == 0) return 0;
  // The first byte says how to cut the rest.
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  promgate::Check(Outcome(bytes, bytes.size() + 1) == Outcome(bytes, 1 + data[0] % 64));
  return 0;
}
