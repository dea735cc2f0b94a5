#pragma once
// The flags of `promgate serve`: those of the peer's two binaries and a few of ours, CONTRACT
// "promgate serve".

#include <cstdint>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "server/commands/flags.h"
#include "server/tls.h"
#include "validate/verdict.h"

namespace promgate {

struct ServeOptions {
  std::string listen_address = ":8443";
  std::string plain_listen_address;  // empty: no plain listener
  bool enable_tls = true;
  std::string cert_dir;  // when given: where the three files of `tls` are that were not named
  TlsOptions tls = {"/etc/tls/private/tls.crt", "/etc/tls/private/tls.key",
                    "/etc/tls/private/tls-ca.crt"};
  std::string name_scheme = "utf8";
  std::vector<std::string> promql_options;
  std::string log_level = "info", log_format = "logfmt";
  bool compat_annotation = false;
  int64_t shutdown_delay = 0;  // seconds
  bool version = false, short_version = false;
};

// The defaults of the peer's binaries, for who starts us under their names.
ServeOptions OperatorDefaults();
ServeOptions AdmissionWebhookDefaults();

// Every flag, bound to `options`, whose values are the defaults. Flags of the peer's that have no
// meaning here are IgnoredFlag.
FlagSet ServeFlags(ServeOptions& options);

// For whom objects are judged. Fails on a name of --promql-options that is unknown.
Result<Context> ContextOf(const ServeOptions& options);

// What to present to clients, with --cert-dir applied.
TlsOptions TlsOptionsOf(const ServeOptions& options);

}  // namespace promgate
