#pragma once
// What the listener presents to a TLS client: certificate and client CA from files, re-read when they change, the
// last good pair kept when a new one does not fit. Connections that exist stay as they are.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

struct ssl_ctx_st;

namespace promgate {

struct TlsOptions {
  std::string cert_file, key_file;  // PEM, leaf first; absolute or relative
  std::string client_ca_file;       // when it exists: clients must present a certificate it signed
  std::string min_version = "VersionTLS12";        // VersionTLS12, VersionTLS13
  std::vector<std::string> cipher_suites;          // Go's names; TLS 1.2 only
  std::vector<std::string> curves;                 // CurveP256, CurveP384, CurveP521, X25519, X25519MLKEM768
};

struct TlsStats {
  std::atomic<uint64_t> reads{0}, read_errors{0};
};

class TlsContext {
 public:
  // Fails when a file cannot be used, or a name is unknown or not available here (the message lists what is).
  static Result<std::shared_ptr<TlsContext>> Make(const TlsOptions& options);
  ~TlsContext();
  // Looks at the files and takes them when they changed and fit; otherwise keeps the last good pair and says why.
  // True when something new was taken. Thread-safe.
  Result<bool> Reload();
  const TlsStats& stats() const;
  // End of the served leaf's validity, seconds since the epoch.
  int64_t not_after() const;
  ssl_ctx_st* native() const;  // for the listener; never changes

 private:
  struct State;
  explicit TlsContext(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace promgate
