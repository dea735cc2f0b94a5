#include "server/options.h"

#include <algorithm>

#include "base/strings.h"
#include "validate/promql/features.h"

namespace promgate {
namespace {

// What a name of --promql-options switches on.
// Source: prometheus-operator cmd/admission-webhook; the names are its own, not Prometheus'.
struct PromqlOption {
  std::string_view name;
  promql::Feature feature;
};
constexpr PromqlOption kPromqlOptions[] = {
    {"experimental-functions", promql::kExperimentalFunctions},
    {"duration-expression-parsing", promql::kDurationExpr},
    {"extended-range-selectors", promql::kExtendedRangeSelectors},
    {"binop-fill-modifiers", promql::kBinopFillModifiers},
};

// Flags of the peer's operator and admission-webhook that mean nothing here.
// Source: prometheus-operator cmd/operator and cmd/admission-webhook.
struct IgnoredRow {
  const char* name = "";
  bool takes_value = true;
};
constexpr IgnoredRow kIgnored[] = {
    // The web server: no HTTP/2, and files are watched rather than read at intervals.
    {"web.enable-http2", false},
    {"web.tls-reload-interval"},
    // Go's memory limit.
    {"auto-gomemlimit-ratio"},
    // The Kubernetes client.
    {"as"},
    {"apiserver"},
    {"cert-file"},
    {"key-file"},
    {"ca-file"},
    {"tls-insecure", false},
    // The kubelet controller.
    {"kubelet-service"},
    {"kubelet-selector"},
    {"kubelet-node-address-priority"},
    {"kubelet-endpoints", false},
    {"kubelet-endpointslice", false},
    {"kubelet-sync-period"},
    {"kubelet-http-metrics", false},
    // What the operator makes.
    {"prometheus-config-reloader"},
    {"config-reloader-cpu-request"},
    {"config-reloader-cpu-limit"},
    {"config-reloader-memory-request"},
    {"config-reloader-memory-limit"},
    {"enable-config-reloader-probes", false},
    {"prometheus-default-base-image"},
    {"alertmanager-default-base-image"},
    {"thanos-default-base-image"},
    {"annotations"},
    {"labels"},
    {"localhost"},
    {"cluster-domain"},
    {"repair-policy-for-statefulsets"},
    {"disable-unmanaged-prometheus-configuration", false},
    {"controller-id"},
    // Which objects it looks at.
    {"namespaces"},
    {"deny-namespaces"},
    {"prometheus-instance-namespaces"},
    {"alertmanager-instance-namespaces"},
    {"alertmanager-config-namespaces"},
    {"thanos-ruler-instance-namespaces"},
    {"watch-referenced-objects-in-all-namespaces", false},
    {"prometheus-instance-selector"},
    {"alertmanager-instance-selector"},
    {"thanos-ruler-instance-selector"},
    {"secret-field-selector"},
    {"secret-label-selector"},
    {"configmap-field-selector"},
    {"configmap-label-selector"},
    {"feature-gates"},
};

std::vector<std::string> PromqlOptionNames() {
  std::vector<std::string> names;
  for (const PromqlOption& row : kPromqlOptions) names.emplace_back(row.name);
  return names;
}

}  // namespace

ServeOptions OperatorDefaults() {
  ServeOptions options;
  options.listen_address = ":8080";
  options.enable_tls = false;
  options.tls.min_version = "VersionTLS13";
  options.name_scheme = "legacy";
  return options;
}

ServeOptions AdmissionWebhookDefaults() {
  ServeOptions options;
  options.tls.min_version = "VersionTLS13";
  options.name_scheme = "legacy";
  return options;
}

FlagSet ServeFlags(ServeOptions& o) {
  FlagSet flags{"serve", "Answers admission reviews over HTTPS: what runs in a cluster."};
  flags.options = {
      {"web.listen-address", &o.listen_address,
       "where to serve: host:port, or :port for all addresses"},
      {"web.plain-listen-address", &o.plain_listen_address,
       "where to serve /metrics, /healthz and /readyz without TLS too; nowhere when empty"},
      {"web.enable-tls", &o.enable_tls,
       "serve TLS, unless =false; kube-apiserver calls no webhook without it"},
      {"cert-dir", &o.cert_dir,
       "folder of tls.crt, tls.key and, for client certificates, tls-ca.crt"},
      {"web.cert-file", &o.tls.cert_file, "certificate, leaf first; read again when it changes"},
      {"web.key-file", &o.tls.key_file, "its key; read again when it changes"},
      {"web.client-ca-file", &o.tls.client_ca_file,
       "when it exists, clients must present a certificate that it signed"},
      {"web.tls-min-version", &o.tls.min_version, "VersionTLS12 or VersionTLS13"},
      {"web.tls-cipher-suites", &o.tls.cipher_suites, "cipher suites of TLS 1.2, by Go's names"},
      {"web.tls-curves", &o.tls.curves,
       "curves, most wanted first: CurveP256, CurveP384, CurveP521, X25519, X25519MLKEM768"},
      {"name-validation-scheme",
       &o.name_scheme,
       "which names of metrics and labels pass",
       {"utf8", "legacy"}},
      {"promql-options", &o.promql_options,
       "what the Prometheus servers have switched on: " + Join(PromqlOptionNames(), ", ")},
      {"compat-annotation", &o.compat_annotation,
       "mark objects that passed with the annotation prometheus-operator-validated, as the peer "
       "does"},
      {"shutdown-delay", &o.shutdown_delay,
       "seconds to go on serving, not ready any more, after SIGTERM: what a Service needs to "
       "forget us"},
      {"log-level",
       &o.log_level,
       "how much to log",
       {"all", "debug", "info", "warn", "error", "none"}},
      {"log-format", &o.log_format, "how log lines look", {"logfmt", "json"}},
      {"version", &o.version, "print the version and what it was built with"},
      {"short-version", &o.short_version, "print the bare version"},
  };
  for (const IgnoredRow& row : kIgnored) {
    flags.options.push_back({row.name, IgnoredFlag{row.takes_value}, ""});
  }
  return flags;
}

Result<Context> ContextOf(const ServeOptions& options) {
  Context context;
  context.names = options.name_scheme == "legacy" ? NameScheme::kLegacy : NameScheme::kUtf8;
  context.compat_annotation = options.compat_annotation;
  for (const std::string& name : options.promql_options) {
    const auto row = std::find_if(std::begin(kPromqlOptions), std::end(kPromqlOptions),
                                  [&](const PromqlOption& option) { return option.name == name; });
    if (row == std::end(kPromqlOptions)) {
      return Error{Code::kInvalid, StrCat({"--promql-options: unknown option ", GoQuote(name),
                                           "; there are ", Join(PromqlOptionNames(), ", ")})};
    }
    context.promql.features |= row->feature;
  }
  return context;
}

TlsOptions TlsOptionsOf(const ServeOptions& options) {
  TlsOptions tls = options.tls;
  if (options.cert_dir.empty()) return tls;
  const TlsOptions standard = ServeOptions{}.tls;
  const auto move = [&](std::string& file, const std::string& usual) {
    if (file == usual) file = options.cert_dir + usual.substr(usual.rfind('/'));
  };
  move(tls.cert_file, standard.cert_file);
  move(tls.key_file, standard.key_file);
  move(tls.client_ca_file, standard.client_ca_file);
  return tls;
}

}  // namespace promgate
