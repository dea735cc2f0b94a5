#pragma once
// What the listener presents to a TLS client: certificate and client CA from files, re-read when
// they change, the last good ones kept when new ones do not fit. Connections that exist stay as
// they are.

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
  // Empty: no client certificates. Otherwise, as soon as the file exists, clients must present a
  // certificate that it signed; once it existed its absence is an error, so that a vanished file
  // opens nothing.
  std::string client_ca_file;
  std::string min_version = "VersionTLS12";  // VersionTLS12, VersionTLS13
  std::vector<std::string>
      cipher_suites;  // Go's names; TLS 1.2 only (those of 1.3 are always on); none: AEAD only
  std::vector<std::string> curves;  // Go's names; none: OpenSSL's choice
};

struct TlsStats {
  std::atomic<uint64_t> reads{0}, read_errors{0};
};

class TlsContext {
 public:
  // Fails when a file cannot be used, or a name is unknown or not available here (the message lists
  // what is). A certificate that has expired is taken: who serves says so (not_after()), and
  // clients decide.
  static Result<std::shared_ptr<TlsContext>> Make(const TlsOptions& options);
  ~TlsContext();
  // Looks at the files and takes them when they changed and fit; otherwise keeps the last good ones
  // and says why. What has expired does not replace what has not. True when something new was
  // taken. Thread-safe.
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
