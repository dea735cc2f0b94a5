#include "server/connection.h"

#include <array>
#include <utility>

namespace promgate {
namespace {

using Kind = IoResult::Kind;

// Reads, requests or writes of one connection before the others have their turn.
constexpr int kStepsPerTurn = 32;
// Requests smaller than this are not worth an atomic addition; max_connections bounds them.
constexpr size_t kFreeMemory = 20 << 10;

constexpr Refusal kTimedOut{408, "the request took too long"};
constexpr Refusal kBusy{503, "too many unfinished requests"};
constexpr Refusal kHandlerFailed{500, "internal error"};

struct StatusText {
  int status;
  std::string_view text;
};
constexpr StatusText kStatusTexts[] = {
    {400, "Bad Request"},           {408, "Request Timeout"},
    {411, "Length Required"},       {414, "URI Too Long"},
    {417, "Expectation Failed"},    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"}, {501, "Not Implemented"},
    {503, "Service Unavailable"},   {505, "HTTP Version Not Supported"},
};

std::string RefusalBytes(const Refusal& refusal) {
  std::string_view text = "Error";
  for (const StatusText& row : kStatusTexts) {
    if (row.status == refusal.status) text = row.text;
  }
  std::string bytes = "HTTP/1.1 ";
  bytes.append(std::to_string(refusal.status)).append(" ").append(text);
  bytes.append("\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: ");
  bytes.append(std::to_string(refusal.reason.size() + 1))
      .append("\r\n\r\n")
      .append(refusal.reason)
      .append("\n");
  return bytes;
}

}  // namespace

Connection::Connection(Fd socket, std::string peer, Serving& serving, SteadyTime now)
    : serving_(serving),
      peer_(std::move(peer)),
      channel_(std::move(socket), serving.options.tls ? serving.options.tls->native() : nullptr),
      phase_(Phase::kHandshake),
      now_(now),
      parser_(serving.options.limits.framing) {
  Enter(Phase::kHandshake);
}

Connection::~Connection() {
  serving_.buffered -= charged_;
}

void Connection::Enter(Phase phase) {
  const ListenerLimits& limits = serving_.options.limits;
  const std::array<std::chrono::milliseconds, 6> times = {
      limits.handshake, limits.idle, limits.head, limits.body, limits.write, limits.linger};
  phase_ = phase;
  deadline_ = now_ + times[static_cast<size_t>(phase)];
}

Connection::Wait Connection::Run(SteadyTime now, char* scratch) {
  now_ = now;
  drained_ = false;
  for (int i = 0; i < kStepsPerTurn; ++i) {
    if (const Step step = RunPhase(scratch)) return *step;
  }
  return Wait::kTurn;
}

Connection::Step Connection::RunPhase(char* scratch) {
  switch (phase_) {
    case Phase::kHandshake:
      return Handshake();
    case Phase::kIdle:
    case Phase::kHead:
    case Phase::kBody:
      return Receive(scratch);
    case Phase::kWrite:
      return Flush();
    case Phase::kLinger:
      return Linger(scratch);
  }
  return Wait::kClosed;
}

Connection::Wait Connection::Expire(SteadyTime now, char* scratch) {
  now_ = now;
  if (phase_ == Phase::kHead || phase_ == Phase::kBody) {
    ++serving_.stats.timeouts;
    Refuse(kTimedOut);
    return Run(now, scratch);
  }
  if (phase_ == Phase::kHandshake || phase_ == Phase::kWrite) ++serving_.stats.timeouts;
  if (phase_ == Phase::kIdle) channel_.FinishWriting();
  return Wait::kClosed;
}

Connection::Step Connection::WaitFor(Kind kind) {
  switch (kind) {
    case Kind::kDone:
      return std::nullopt;
    case Kind::kWantRead:
      if (phase_ != Phase::kIdle || !serving_.stopping) return Wait::kReadable;
      channel_.FinishWriting();
      return Wait::kClosed;
    case Kind::kWantWrite:
      return Wait::kWritable;
    case Kind::kEnd:
    case Kind::kFailed:
      return Wait::kClosed;
  }
  return Wait::kClosed;
}

Connection::Step Connection::Handshake() {
  const IoResult result = channel_.Handshake();
  if (result.kind == Kind::kDone) Enter(Phase::kIdle);
  if (result.kind == Kind::kEnd || result.kind == Kind::kFailed)
    ++serving_.stats.handshake_failures;
  return WaitFor(result.kind);
}

std::string_view Connection::NextBytes(char* scratch, Step& wait) {
  if (rest_begin_ < rest_.size()) return std::string_view(rest_).substr(rest_begin_);
  const IoResult result =
      drained_ ? IoResult{Kind::kWantRead} : channel_.Read(scratch, kScratchBytes);
  if (result.kind != Kind::kDone) {
    wait = WaitFor(result.kind);
    return {};
  }
  drained_ = result.bytes < kScratchBytes && !channel_.HasPending();
  return {scratch, result.bytes};
}

// `rest` is the end of what NextBytes gave.
void Connection::KeepRest(std::string_view rest) {
  if (rest.empty()) {
    std::string().swap(rest_);
    rest_begin_ = 0;
  } else if (rest_.empty()) {
    rest_ = rest;
    rest_begin_ = 0;
  } else {
    rest_begin_ = rest_.size() - rest.size();
  }
}

Connection::Step Connection::Receive(char* scratch) {
  Step wait;
  const std::string_view bytes = NextBytes(scratch, wait);
  if (bytes.empty()) return wait;
  KeepRest(bytes.substr(parser_.Feed(bytes)));
  if (!WithinMemory()) {
    Refuse(kBusy);
    return std::nullopt;
  }
  return TakeProgress();
}

Connection::Step Connection::TakeProgress() {
  switch (parser_.state()) {
    case RequestParser::State::kIdle:
      break;
    case RequestParser::State::kHead:
      if (phase_ != Phase::kHead) Enter(Phase::kHead);
      break;
    case RequestParser::State::kBody:
      if (phase_ == Phase::kBody) break;
      Enter(Phase::kBody);
      if (!SendContinue()) return Wait::kClosed;
      break;
    case RequestParser::State::kComplete:
      Answer();
      break;
    case RequestParser::State::kRefused:
      ++serving_.stats.bad_requests;
      Refuse(parser_.refusal());
      break;
  }
  return std::nullopt;
}

// Only to a client that waits for it. The socket's buffer is empty here, so the few bytes go out or
// never will.
bool Connection::SendContinue() {
  if (!parser_.head().expect_continue || !parser_.body().empty()) return true;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  const IoResult result = channel_.Write(kContinue);
  return result.kind == Kind::kDone && result.bytes == kContinue.size();
}

// Accounts for what this request holds. False when it grew beyond what all may hold together.
bool Connection::WithinMemory() {
  const size_t held = parser_.memory() + rest_.capacity();
  const size_t charge = held <= kFreeMemory ? 0 : held;
  if (charge == charged_) return true;
  const bool grew = charge > charged_;
  const size_t total = serving_.buffered += charge - charged_;  // modulo 2^64
  charged_ = charge;
  return !grew || total <= serving_.options.limits.max_buffered_bytes;
}

void Connection::Answer() {
  const RequestHead& head = parser_.head();
  const bool last = !head.keep_alive || parser_.body_too_large() || serving_.stopping;
  RawResponse response;
  try {
    response =
        serving_.handler(RawRequest{head, parser_.body(), parser_.body_too_large(), last, peer_});
  } catch (...) {  // HttpRoutes lets none out; whatever else serves must not end the process
    response = {RefusalBytes(kHandlerFailed), true};
  }
  ++serving_.stats.requests;
  Send(std::move(response.bytes), last || response.close);
}

void Connection::Refuse(const Refusal& refusal) {
  std::string().swap(rest_);
  rest_begin_ = 0;
  Send(RefusalBytes(refusal), true);
}

// Ends a request: what it held is given back.
void Connection::Send(std::string bytes, bool close) {
  parser_.Reset();
  WithinMemory();
  out_ = std::move(bytes);
  sent_ = 0;
  close_after_ = close;
  Enter(Phase::kWrite);
}

Connection::Step Connection::Flush() {
  if (sent_ < out_.size()) {
    const IoResult result = channel_.Write(std::string_view(out_).substr(sent_));
    if (result.kind != Kind::kDone) return WaitFor(result.kind);
    sent_ += result.bytes;
    if (sent_ < out_.size()) return std::nullopt;
  }
  std::string().swap(out_);
  if (close_after_) {
    channel_.FinishWriting();
    Enter(Phase::kLinger);
  } else {
    Enter(Phase::kIdle);
  }
  return std::nullopt;
}

Connection::Step Connection::Linger(char* scratch) {
  return WaitFor(channel_.Drop(scratch, kScratchBytes).kind);
}

}  // namespace promgate
