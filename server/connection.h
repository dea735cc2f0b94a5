#pragma once
// One peer: handshake, then request, answer, request, answer ... until either side has enough. A
// state machine that is run whenever its socket may have moved and returns as soon as it would have
// to wait.
//
// Not thread-safe: a connection belongs to one reactor.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server/channel.h"
#include "server/deadlines.h"
#include "server/framing.h"
#include "server/listener.h"

namespace promgate {

// What all connections of a listener share.
struct Serving {
  ListenerOptions options;
  RawHandler handler;
  ListenerStats stats;
  std::atomic<size_t> buffered{0};  // bytes of unfinished requests
  // Set once, in this order, when Stop() begins.
  std::atomic<SteadyTime> drain_until{};
  std::atomic<bool> stopping{false};
};

class Connection {
 public:
  // What it waits for; kTurn: nothing, but others should have their turn.
  enum class Wait { kReadable, kWritable, kTurn, kClosed };

  static constexpr size_t kScratchBytes = 16 << 10;  // one TLS record

  // `serving` must outlive this.
  Connection(Fd socket, std::string peer, Serving& serving, SteadyTime now);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Goes on as far as it can without blocking. `scratch` has kScratchBytes, contents are of no
  // meaning.
  Wait Run(SteadyTime now, char* scratch);
  // deadline() has passed.
  Wait Expire(SteadyTime now, char* scratch);

  SteadyTime deadline() const { return deadline_; }
  int fd() const { return channel_.fd(); }

 private:
  enum class Phase { kHandshake, kIdle, kHead, kBody, kWrite, kLinger };
  using Step = std::optional<Wait>;  // nothing: go on

  Step RunPhase(char* scratch);
  Step Handshake();
  Step Receive(char* scratch);
  Step Flush();
  Step Linger(char* scratch);
  Step WaitFor(IoResult::Kind kind);

  // The bytes to parse next, out of what is left or what the socket has; empty: `wait` says why
  // there are none.
  std::string_view NextBytes(char* scratch, Step& wait);
  void KeepRest(std::string_view rest);
  Step TakeProgress();
  bool SendContinue();
  bool WithinMemory();
  void Answer();
  void Refuse(const Refusal& refusal);
  void Send(std::string bytes, bool close);
  void Enter(Phase phase);

  Serving& serving_;
  const std::string peer_;
  Channel channel_;
  Phase phase_;
  SteadyTime now_, deadline_;
  bool drained_ = false;  // the last read emptied the socket: ask epoll before asking it

  RequestParser parser_;
  std::string rest_;  // read past the end of a request, from rest_begin_ on
  size_t rest_begin_ = 0;
  size_t charged_ = 0;  // part of Serving::buffered

  std::string out_;
  size_t sent_ = 0;
  bool close_after_ = false;
};

}  // namespace promgate
