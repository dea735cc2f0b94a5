#include "server/framing.h"

#include <algorithm>
#include <array>

namespace promgate {
namespace {

constexpr Refusal kBadRequestLine{400, "malformed request line"};
constexpr Refusal kBadTarget{400, "malformed request target"};
constexpr Refusal kBareLineFeed{400, "line does not end with CRLF"};
constexpr Refusal kBadHeader{400, "malformed header"};
constexpr Refusal kFoldedHeader{400, "folded header"};
constexpr Refusal kBadHost{400, "exactly one Host header is required"};
constexpr Refusal kBadLength{400, "malformed or repeated Content-Length"};
constexpr Refusal kBadTransfer{400, "malformed or repeated Transfer-Encoding"};
constexpr Refusal kLengthAndTransfer{400, "both Content-Length and Transfer-Encoding"};
constexpr Refusal kBadChunk{400, "malformed chunk"};
constexpr Refusal kLengthRequired{411, "a body needs Content-Length or chunked encoding"};
constexpr Refusal kTargetTooLong{414, "request line too long"};
constexpr Refusal kExpectation{417, "only 100-continue can be expected"};
constexpr Refusal kHeadTooLarge{431, "request head too large"};
constexpr Refusal kUnknownCoding{501, "only chunked transfer encoding is understood"};
constexpr Refusal kBadVersion{505, "only HTTP/1.1 and HTTP/1.0 are spoken"};

// What is kept of a body that is over its limit: enough to find who asked.
constexpr size_t kTooLargePrefix = 64 << 10;
constexpr size_t kMaxChunkLine = 256;
// Chunk extensions and trailers of one request together; nobody sends any.
constexpr size_t kMaxLineExcess = 8 << 10;
constexpr size_t kMaxChunkDigits = 16;

enum CharClass : uint8_t { kToken = 1, kValue = 2, kTargetChar = 4 };

constexpr std::array<uint8_t, 256> MakeCharClasses() {
  std::array<uint8_t, 256> table{};
  for (size_t c = 0; c < 256; ++c) {
    const bool alnum = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool mark =
        std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
    if (alnum || mark) table[c] |= kToken;
    if (c == '\t' || (c >= 0x20 && c != 0x7f))
      table[c] |= kValue;  // obs-text too: UTF-8 user agents exist
    if (c > 0x20 && c < 0x7f) table[c] |= kTargetChar;
  }
  return table;
}
constexpr std::array<uint8_t, 256> kCharClasses = MakeCharClasses();

bool All(std::string_view text, CharClass wanted) {
  return std::all_of(text.begin(), text.end(), [wanted](char c) {
    return (kCharClasses[static_cast<uint8_t>(c)] & wanted) != 0;
  });
}

constexpr char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::string_view TrimBlanks(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Calls take(element) for each element of a comma-separated list.
template <class Take>
void ForEachElement(std::string_view list, Take take) {
  for (size_t begin = 0; begin <= list.size();) {
    const size_t end = std::min(list.find(',', begin), list.size());
    take(TrimBlanks(list.substr(begin, end - begin)));
    begin = end + 1;
  }
}

// 1*DIGIT below 10^18, so that no sum of two overflows.
bool ParseLength(std::string_view text, uint64_t& value) {
  if (text.empty() || text.size() > 18) return false;
  value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  return true;
}

// The hexadecimal digits before the end of the line or before ';', nothing else.
bool ParseChunkSize(std::string_view line, uint64_t& size) {
  const std::string_view digits = line.substr(0, line.find(';'));
  if (digits.empty() || digits.size() > kMaxChunkDigits) return false;
  size = 0;
  for (const char c : digits) {
    const char l = Lower(c);
    const bool decimal = l >= '0' && l <= '9';
    if (!decimal && (l < 'a' || l > 'f')) return false;
    size = size << 4 | static_cast<uint64_t>(decimal ? l - '0' : l - 'a' + 10);
  }
  return true;
}

// Null, or why not.
const Refusal* ParseRequestLine(std::string_view line, RequestHead& head) {
  const size_t first = line.find(' ');
  const size_t second = line.find(' ', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return &kBadRequestLine;
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, second - first - 1);
  const std::string_view version = line.substr(second + 1);
  if (head.method.empty() || !All(head.method, kToken)) return &kBadRequestLine;
  if (head.target.empty() || !All(head.target, kTargetChar)) return &kBadTarget;
  if (!version.starts_with("HTTP/") || !All(version, kTargetChar)) return &kBadRequestLine;
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return &kBadVersion;
  head.http11 = version == "HTTP/1.1";
  head.keep_alive = head.http11;
  return nullptr;
}

const Refusal* ParseHeader(std::string_view line, HttpHeader& header) {
  if (line.front() == ' ' || line.front() == '\t') return &kFoldedHeader;
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return &kBadHeader;
  header.name = line.substr(0, colon);
  header.value = TrimBlanks(line.substr(colon + 1));
  return All(header.name, kToken) && All(header.value, kValue) ? nullptr : &kBadHeader;
}

// How often the headers that frame a request occurred.
struct Seen {
  int host = 0, length = 0, transfer = 0;
};

const Refusal* TakeLength(std::string_view value, RequestHead& head, Seen& seen) {
  return ++seen.length == 1 && ParseLength(value, head.content_length) ? nullptr : &kBadLength;
}

const Refusal* TakeTransfer(std::string_view value, RequestHead& head, Seen& seen) {
  if (++seen.transfer > 1 || !head.http11 || value.empty()) return &kBadTransfer;
  head.chunked = EqualsIgnoringCase(value, "chunked");
  return head.chunked ? nullptr : &kUnknownCoding;
}

const Refusal* TakeHost(std::string_view, RequestHead&, Seen& seen) {
  return ++seen.host == 1 ? nullptr : &kBadHost;
}

const Refusal* TakeConnection(std::string_view value, RequestHead& head, Seen&) {
  // HTTP/1.0 is answered once a connection, whatever it asks for: nobody needs more of it.
  ForEachElement(value, [&head](std::string_view option) {
    if (EqualsIgnoringCase(option, "close")) head.keep_alive = false;
  });
  return nullptr;
}

const Refusal* TakeExpect(std::string_view value, RequestHead& head, Seen&) {
  if (!EqualsIgnoringCase(value, "100-continue")) return &kExpectation;
  head.expect_continue = head.http11;
  return nullptr;
}

struct FramingHeader {
  std::string_view name;
  const Refusal* (*take)(std::string_view value, RequestHead& head, Seen& seen);
};
constexpr FramingHeader kFramingHeaders[] = {
    {"content-length", TakeLength},
    {"transfer-encoding", TakeTransfer},
    {"host", TakeHost},
    {"connection", TakeConnection},
    {"expect", TakeExpect},
};

const Refusal* CheckHead(const RequestHead& head, const Seen& seen) {
  if (head.http11 && seen.host != 1) return &kBadHost;
  if (seen.length != 0 && seen.transfer != 0) return &kLengthAndTransfer;
  const bool wants_body = head.method == "POST" || head.method == "PUT" || head.method == "PATCH";
  if (wants_body && seen.length == 0 && seen.transfer == 0) return &kLengthRequired;
  return nullptr;
}

// `bytes` is a whole head, every line of it ending with CRLF, the last one empty.
const Refusal* ParseHead(std::string_view bytes, RequestHead& head) {
  size_t end = bytes.find("\r\n");
  if (const Refusal* why = ParseRequestLine(bytes.substr(0, end), head)) return why;
  Seen seen;
  for (;;) {
    const size_t begin = end + 2;
    end = bytes.find("\r\n", begin);
    if (end == begin) return CheckHead(head, seen);
    HttpHeader header;
    if (const Refusal* why = ParseHeader(bytes.substr(begin, end - begin), header)) return why;
    for (const FramingHeader& row : kFramingHeaders) {
      if (!EqualsIgnoringCase(row.name, header.name)) continue;
      if (const Refusal* why = row.take(header.value, head, seen)) return why;
    }
    head.headers.push_back(header);
  }
}

}  // namespace

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return Lower(x) == Lower(y); });
}

std::string_view RequestHead::Find(std::string_view name) const {
  for (const HttpHeader& h : headers) {
    if (EqualsIgnoringCase(h.name, name)) return h.value;
  }
  return {};
}

void RequestParser::Refuse(const Refusal& refusal) {
  state_ = State::kRefused;
  refusal_ = refusal;
}

size_t RequestParser::Feed(std::string_view bytes) {
  size_t taken = 0;
  while (taken < bytes.size() && state_ != State::kComplete && state_ != State::kRefused) {
    const std::string_view rest = bytes.substr(taken);
    taken += state_ == State::kBody ? FeedBody(rest) : FeedHead(rest);
  }
  return taken;
}

void RequestParser::Reset() {
  // Idle connections hold no buffers; allocating again costs less than the memory of a thousand of
  // them.
  std::string().swap(head_bytes_);
  std::string().swap(body_);
  std::string().swap(line_);
  head_ = {};
  line_begin_ = lines_ = line_excess_ = 0;
  remaining_ = 0;
  body_too_large_ = false;
  chunk_ = Chunk::kSize;
  state_ = State::kIdle;
}

// Takes up to the end of a line of the head.
size_t RequestParser::FeedHead(std::string_view bytes) {
  state_ = State::kHead;
  const size_t feed = bytes.find('\n');
  const size_t taken = feed == std::string_view::npos ? bytes.size() : feed + 1;
  const size_t size = head_bytes_.size() + taken;
  if (lines_ == 0 && size > limits_.max_request_line + 2) {
    Refuse(kTargetTooLong);
  } else if (size > limits_.max_head_bytes) {
    Refuse(kHeadTooLarge);
  } else {
    head_bytes_.append(bytes.substr(0, taken));
    if (feed != std::string_view::npos) EndHeadLine();
  }
  return taken;
}

void RequestParser::EndHeadLine() {
  const size_t size = head_bytes_.size();
  if (size - line_begin_ < 2 || head_bytes_[size - 2] != '\r') return Refuse(kBareLineFeed);
  const bool empty = size - line_begin_ == 2;
  line_begin_ = size;
  if (empty) return lines_ == 0 ? Refuse(kBadRequestLine) : EndHead();
  if (++lines_ > limits_.max_headers + 1) Refuse(kHeadTooLarge);
}

void RequestParser::EndHead() {
  if (const Refusal* why = ParseHead(head_bytes_, head_)) return Refuse(*why);
  state_ = State::kBody;
  if (head_.chunked) return;
  remaining_ = head_.content_length;
  if (remaining_ > limits_.max_body_bytes) {
    body_too_large_ = true;
    // The client that waits for 100 Continue sends nothing until it is asked, and it is not asked.
    remaining_ = head_.expect_continue ? 0 : std::min(kTooLargePrefix, limits_.max_body_bytes);
  }
  if (remaining_ == 0) state_ = State::kComplete;
}

size_t RequestParser::AppendBody(std::string_view bytes) {
  const size_t taken = static_cast<size_t>(std::min<uint64_t>(bytes.size(), remaining_));
  body_.append(bytes.substr(0, taken));
  remaining_ -= taken;
  return taken;
}

size_t RequestParser::FeedBody(std::string_view bytes) {
  if (!head_.chunked) {
    const size_t taken = AppendBody(bytes);
    if (remaining_ == 0) state_ = State::kComplete;
    return taken;
  }
  if (chunk_ == Chunk::kData) return FeedChunkData(bytes);
  return FeedLine(bytes, chunk_ == Chunk::kTrailer ? kMaxLineExcess : kMaxChunkLine);
}

size_t RequestParser::FeedChunkData(std::string_view bytes) {
  const size_t taken = AppendBody(bytes);
  if (remaining_ == 0) {
    if (body_too_large_) {
      state_ = State::kComplete;
    } else {
      chunk_ = Chunk::kDataEnd;
    }
  }
  return taken;
}

// Takes up to the end of a line between chunks.
size_t RequestParser::FeedLine(std::string_view bytes, size_t max) {
  const size_t feed = bytes.find('\n');
  const size_t taken = feed == std::string_view::npos ? bytes.size() : feed + 1;
  if (line_.size() + taken > max + 2) {
    Refuse(kBadChunk);
    return taken;
  }
  line_.append(bytes.substr(0, taken));
  if (feed == std::string_view::npos) return taken;
  if (line_.size() < 2 || line_[line_.size() - 2] != '\r') {
    Refuse(kBareLineFeed);
    return taken;
  }
  line_.resize(line_.size() - 2);
  EndChunkLine();
  line_.clear();
  return taken;
}

void RequestParser::EndChunkLine() {
  if (!All(line_, kValue)) return Refuse(kBadChunk);
  if (chunk_ == Chunk::kDataEnd) {
    if (!line_.empty()) return Refuse(kBadChunk);
    chunk_ = Chunk::kSize;
    return;
  }
  if (chunk_ == Chunk::kTrailer && line_.empty()) {
    state_ = State::kComplete;
    return;
  }
  line_excess_ +=
      line_.size() - (chunk_ == Chunk::kSize ? std::min(line_.size(), line_.find(';')) : 0);
  if (line_excess_ > kMaxLineExcess) return Refuse(kBadChunk);
  if (chunk_ == Chunk::kTrailer) {  // read and dropped
    HttpHeader header;
    if (const Refusal* why = ParseHeader(line_, header)) Refuse(*why);
    return;
  }
  uint64_t size = 0;
  if (!ParseChunkSize(line_, size)) return Refuse(kBadChunk);
  StartChunk(size);
}

void RequestParser::StartChunk(uint64_t size) {
  if (size == 0) {
    chunk_ = Chunk::kTrailer;
    return;
  }
  chunk_ = Chunk::kData;
  remaining_ = size;
  if (size <= limits_.max_body_bytes - body_.size()) return;
  body_too_large_ = true;
  const size_t prefix = std::min(kTooLargePrefix, limits_.max_body_bytes);
  remaining_ = body_.size() >= prefix ? 0 : prefix - body_.size();
  if (remaining_ == 0) state_ = State::kComplete;
}

}  // namespace promgate
