#include "server/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace promgate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// What charts and manifests of the peer pass, each as they write it.
// Source: prometheus-operator v0.93.0, the flags of cmd/operator and cmd/admission-webhook.
const char* const kPeerFlags[] = {
    "--web.listen-address=:10250",
    "--web.enable-http2=false",
    "--web.enable-tls=true",
    "--web.cert-file=/cert/cert",
    "--web.key-file=/cert/key",
    "--web.client-ca-file=/cert/ca",
    "--web.tls-reload-interval=1m0s",
    "--web.tls-min-version=VersionTLS13",
    "--web.tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "--web.tls-curves=X25519,CurveP256",
    "--log-level=debug",
    "--log-format=json",
    "--version=false",
    "--short-version=false",
    "--auto-gomemlimit-ratio=0.9",
    "--as=someone",
    "--apiserver=https://1.2.3.4",
    "--cert-file=x",
    "--key-file=x",
    "--ca-file=x",
    "--tls-insecure=true",
    "--kubelet-service=kube-system/kubelet",
    "--kubelet-selector=a=b",
    "--kubelet-node-address-priority=internal",
    "--kubelet-endpoints=true",
    "--kubelet-endpointslice=false",
    "--kubelet-sync-period=3m0s",
    "--kubelet-http-metrics=false",
    "--prometheus-config-reloader=quay.io/x:v1",
    "--config-reloader-cpu-request=0",
    "--config-reloader-cpu-limit=0",
    "--config-reloader-memory-request=0",
    "--config-reloader-memory-limit=0",
    "--enable-config-reloader-probes=true",
    "--prometheus-default-base-image=quay.io/prometheus/prometheus",
    "--alertmanager-default-base-image=quay.io/prometheus/alertmanager",
    "--thanos-default-base-image=quay.io/thanos/thanos:v0.42.4",
    "--annotations=a=b,c=d",
    "--labels=a=b",
    "--localhost=127.0.0.1",
    "--cluster-domain=cluster.local",
    "--repair-policy-for-statefulsets=evict",
    "--disable-unmanaged-prometheus-configuration",
    "--controller-id=x",
    "--namespaces=a,b",
    "--deny-namespaces=",
    "--prometheus-instance-namespaces=a",
    "--alertmanager-instance-namespaces=a",
    "--alertmanager-config-namespaces=a",
    "--thanos-ruler-instance-namespaces=a",
    "--watch-referenced-objects-in-all-namespaces=true",
    "--prometheus-instance-selector=a=b",
    "--alertmanager-instance-selector=a=b",
    "--thanos-ruler-instance-selector=a=b",
    "--secret-field-selector=type!=kubernetes.io/dockercfg",
    "--secret-label-selector=a",
    "--configmap-field-selector=a=b",
    "--configmap-label-selector=a",
    "--feature-gates=PrometheusAgentDaemonSet=true",
    "--name-validation-scheme=legacy",
    "--promql-options=experimental-functions,binop-fill-modifiers",
};

TEST(OptionsTest, EveryFlagOfThePeerIsTaken) {
  for (const char* flag : kPeerFlags) {
    ServeOptions options;
    FlagSet flags = ServeFlags(options);
    EXPECT_EQ(ParseFlags(flags, {flag}), std::nullopt) << flag;
  }
}

TEST(OptionsTest, AllAtOnceAreTakenAndTheMeaninglessOnesNoted) {
  ServeOptions options;
  FlagSet flags = ServeFlags(options);
  ASSERT_EQ(ParseFlags(flags, {std::begin(kPeerFlags), std::end(kPeerFlags)}), std::nullopt);
  EXPECT_EQ(options.listen_address, ":10250");
  EXPECT_EQ(options.tls.cert_file, "/cert/cert");
  EXPECT_THAT(options.tls.curves, ElementsAre("X25519", "CurveP256"));
  EXPECT_EQ(options.name_scheme, "legacy");
  EXPECT_THAT(options.promql_options,
              ElementsAre("experimental-functions", "binop-fill-modifiers"));
  EXPECT_FALSE(options.version);
  size_t ignored = 0;
  for (const Flag& flag : flags.options) {
    if (std::holds_alternative<IgnoredFlag>(flag.value)) ++ignored;
  }
  EXPECT_EQ(flags.ignored.size(), ignored);
  EXPECT_THAT(flags.ignored, testing::Contains("--kubelet-service"));
}

TEST(OptionsTest, NothingGivenIsNothingIgnored) {
  ServeOptions options;
  FlagSet flags = ServeFlags(options);
  EXPECT_EQ(ParseFlags(flags, {}), std::nullopt);
  EXPECT_THAT(flags.ignored, IsEmpty());
}

TEST(OptionsTest, DefaultsAreThoseOfTheContract) {
  const ServeOptions ours;
  EXPECT_EQ(ours.listen_address, ":8443");
  EXPECT_EQ(ours.plain_listen_address, "");
  EXPECT_TRUE(ours.enable_tls);
  EXPECT_EQ(ours.tls.min_version, "VersionTLS12");
  EXPECT_EQ(ours.name_scheme, "utf8");
  EXPECT_EQ(OperatorDefaults().listen_address, ":8080");
  EXPECT_FALSE(OperatorDefaults().enable_tls);
  EXPECT_EQ(AdmissionWebhookDefaults().listen_address, ":8443");
  EXPECT_TRUE(AdmissionWebhookDefaults().enable_tls);
  EXPECT_EQ(AdmissionWebhookDefaults().tls.min_version, "VersionTLS13");
  EXPECT_EQ(AdmissionWebhookDefaults().name_scheme, "legacy");
}

TEST(OptionsTest, PromqlOptionsSwitchOnFeatures) {
  ServeOptions options;
  EXPECT_EQ(ContextOf(options)->promql.features, promql::kNoFeature);
  EXPECT_EQ(ContextOf(options)->names, NameScheme::kUtf8);
  options.name_scheme = "legacy";
  options.promql_options = {"experimental-functions", "extended-range-selectors"};
  const Result<Context> context = ContextOf(options);
  ASSERT_TRUE(context.ok());
  EXPECT_EQ(context->names, NameScheme::kLegacy);
  EXPECT_EQ(context->promql.features,
            promql::kExperimentalFunctions | promql::kExtendedRangeSelectors);

  options.promql_options = {"promql-experimental-functions"};
  const Result<Context> unknown = ContextOf(options);
  ASSERT_FALSE(unknown.ok());
  EXPECT_THAT(unknown.error().message,
              HasSubstr("unknown option \"promql-experimental-functions\""));
  EXPECT_THAT(unknown.error().message, HasSubstr("there are experimental-functions, duration-"));
}

TEST(OptionsTest, CertDirMovesTheFilesThatWereNotNamed) {
  ServeOptions options;
  EXPECT_EQ(TlsOptionsOf(options).cert_file, "/etc/tls/private/tls.crt");
  options.cert_dir = "/certs";
  options.tls.key_file = "/secret/key.pem";
  const TlsOptions tls = TlsOptionsOf(options);
  EXPECT_EQ(tls.cert_file, "/certs/tls.crt");
  EXPECT_EQ(tls.key_file, "/secret/key.pem");
  EXPECT_EQ(tls.client_ca_file, "/certs/tls-ca.crt");
}

}  // namespace
}  // namespace promgate
