#pragma once
// HTTP/1.1 framing (RFC 9112): where a request ends and the next one begins. Pure: bytes in, a
// request or a refusal out.
//
// Stricter than the RFC asks: two readers that disagree about where a request ends are what request
// smuggling lives on. Exactly one Content-Length or exactly `Transfer-Encoding: chunked`, CRLF
// only, no folded headers, no space before a colon; line, header, chunk-line and body sizes are
// bounded, and memory is taken only for bytes that came.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace promgate {

struct FramingLimits {
  size_t max_request_line = 8000;    // httplib stops at 8,192
  size_t max_head_bytes = 64 << 10;  // request line and headers
  size_t max_headers = 100;
  size_t max_body_bytes = 7 << 20;  // as controller-runtime's webhook server
};

struct HttpHeader {
  std::string_view name, value;
};

// Views are into the parser that made it.
struct RequestHead {
  std::string_view method, target;
  std::vector<HttpHeader> headers;
  bool http11 = true;  // else HTTP/1.0
  bool keep_alive = true;
  bool expect_continue = false;
  bool chunked = false;
  uint64_t content_length = 0;

  // The value of the first header of this name (in any case); empty when there is none.
  std::string_view Find(std::string_view name) const;
};

// What is answered to bytes that are no acceptable request; the connection ends with it.
struct Refusal {
  int status = 0;
  std::string_view reason;
};

bool EqualsIgnoringCase(std::string_view a, std::string_view b);  // ASCII

// Reads one request at a time out of pieces of any size.
class RequestParser {
 public:
  enum class State { kIdle, kHead, kBody, kComplete, kRefused };  // kIdle: no byte of a request yet

  // `limits` must outlive this.
  explicit RequestParser(const FramingLimits& limits) : limits_(limits) {}
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  // Takes bytes up to the end of the request (or to what is refused) and returns how many it took.
  size_t Feed(std::string_view bytes);

  State state() const { return state_; }
  // From kBody on, until Reset().
  const RequestHead& head() const { return head_; }
  std::string_view body() const { return body_; }
  // The body is over its limit. kComplete then comes early, with at most 64 KiB more of it (none
  // when the client waits for 100 Continue); what follows on the connection is not a request.
  bool body_too_large() const { return body_too_large_; }
  const Refusal& refusal() const { return refusal_; }  // in kRefused

  // Bytes of memory held for the request.
  size_t memory() const { return head_bytes_.capacity() + body_.capacity() + line_.capacity(); }
  // Ready for the next request; gives the memory back.
  void Reset();

 private:
  enum class Chunk { kSize, kData, kDataEnd, kTrailer };

  size_t FeedHead(std::string_view bytes);
  size_t FeedBody(std::string_view bytes);
  size_t FeedChunkData(std::string_view bytes);
  size_t FeedLine(std::string_view bytes, size_t max);
  void EndHeadLine();
  void EndHead();
  void EndChunkLine();
  void StartChunk(uint64_t size);
  size_t AppendBody(std::string_view bytes);
  void Refuse(const Refusal& refusal);

  const FramingLimits& limits_;
  State state_ = State::kIdle;
  Refusal refusal_;

  std::string head_bytes_;
  size_t line_begin_ = 0, lines_ = 0;
  RequestHead head_;

  std::string body_;
  uint64_t remaining_ = 0;  // of the body, or of the chunk
  bool body_too_large_ = false;
  Chunk chunk_ = Chunk::kSize;
  std::string line_;        // a chunk or trailer line that has not ended
  size_t line_excess_ = 0;  // bytes of chunk extensions and trailers so far
};

}  // namespace promgate
