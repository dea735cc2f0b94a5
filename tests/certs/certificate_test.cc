#include "certs/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>

#include "certs/openssl.h"

namespace promgate::certs {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::HasSubstr;

const TimePoint kNow = std::chrono::system_clock::from_time_t(1'790'000'000);

Certificate Read(const std::string& pem) {
  return Certificate(PEM_read_bio_X509(ReadFrom(pem).get(), nullptr, nullptr, nullptr));
}

// What a strict TLS client says about `leaf` presented as `host` at `when`, trusting `ca`.
std::string Verify(const KeyPair& leaf, const KeyPair& ca, const char* host, TimePoint when) {
  const Certificate leaf_certificate = Read(leaf.certificate_pem),
                    ca_certificate = Read(ca.certificate_pem);
  const std::unique_ptr<X509_STORE, Freer<X509_STORE_free>> store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), ca_certificate.get());
  const std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>> context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), leaf_certificate.get(), nullptr);
  X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_time(param, std::chrono::system_clock::to_time_t(when));
  X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_SERVER);
  if (X509_VERIFY_PARAM_set1_ip_asc(param, host) != 1) X509_VERIFY_PARAM_set1_host(param, host, 0);
  X509_verify_cert(context.get());
  return X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
}

struct Made {
  KeyPair ca, leaf;
};

Made Make(const std::vector<std::string>& hosts, hours ca_lifetime = hours(8760),
          hours lifetime = hours(168)) {
  Result<KeyPair> ca = MakeCa("test CA", kNow, ca_lifetime);
  EXPECT_TRUE(ca.ok());
  Result<KeyPair> leaf = MakeServingCertificate(*ca, hosts, kNow, lifetime);
  EXPECT_TRUE(leaf.ok()) << (leaf ? "" : leaf.error().message);
  return {*ca, *leaf};
}

TEST(CertificateTest, StrictClientAcceptsTheServedName) {
  const std::vector<std::string> hosts = {"gate.monitoring.svc", "*.example.org", "localhost",
                                          "127.0.0.1", "::1"};
  const Made made = Make(hosts);
  struct Case {
    const char* host;
    TimePoint when;
    const char* want;
  };
  const Case cases[] = {
      {"gate.monitoring.svc", kNow, "ok"},
      {"a.example.org", kNow, "ok"},
      {"127.0.0.1", kNow, "ok"},
      {"::1", kNow, "ok"},
      {"gate.monitoring.svc", kNow - std::chrono::minutes(4), "ok"},
      {"gate.monitoring.svc", kNow + hours(167), "ok"},
      {"other.monitoring.svc", kNow, "hostname mismatch"},
      {"127.0.0.2", kNow, "IP address mismatch"},
      {"localhost", kNow - std::chrono::minutes(6), "certificate is not yet valid"},
      {"localhost", kNow + hours(169), "certificate has expired"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(Verify(made.leaf, made.ca, c.host, c.when), c.want) << c.host;
}

TEST(CertificateTest, AnotherCaIsNotTrusted) {
  EXPECT_THAT(Verify(Make({"localhost"}).leaf, Make({"localhost"}).ca, "localhost", kNow),
              testing::Ne("ok"));
}

TEST(CertificateTest, LeafEndsWithItsCa) {
  const Made made = Make({"localhost"}, hours(24), hours(8760));
  const auto info = InspectPem(made.leaf.certificate_pem);
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info->front().not_after, kNow + hours(24));
}

TEST(CertificateTest, KeysArePkcs8AndBelongToTheCertificate) {
  const Made made = Make({"localhost"});
  for (const KeyPair* pair : {&made.ca, &made.leaf}) {
    EXPECT_THAT(pair->key_pem, testing::StartsWith("-----BEGIN PRIVATE KEY-----\n"));
    const Key key(
        PEM_read_bio_PrivateKey(ReadFrom(pair->key_pem).get(), nullptr, nullptr, nullptr));
    EXPECT_EQ(X509_check_private_key(Read(pair->certificate_pem).get(), key.get()), 1);
  }
}

TEST(CertificateTest, InspectTellsWhatWasMade) {
  const Made made = Make({"gate.svc", "10.0.0.1", "fd00::1"});
  const auto info = InspectPem(made.leaf.certificate_pem + made.ca.certificate_pem);
  ASSERT_TRUE(info.ok()) << info.error().message;
  ASSERT_EQ(info->size(), 2u);
  const CertificateInfo& leaf = info->front();
  EXPECT_EQ(leaf.subject, "CN=promgate webhook");
  EXPECT_EQ(leaf.issuer, "CN=test CA");
  EXPECT_THAT(leaf.hosts, ElementsAre("gate.svc", "10.0.0.1", "fd00::1"));
  EXPECT_EQ(leaf.not_before, kNow - std::chrono::minutes(5));
  EXPECT_EQ(leaf.not_after, kNow + hours(168));
  EXPECT_FALSE(leaf.is_ca);
  EXPECT_EQ(leaf.serial_hex.size(), 32u);
  EXPECT_TRUE(info->back().is_ca);
  EXPECT_NE(leaf.serial_hex, info->back().serial_hex);
}

TEST(CertificateTest, LongCommonNamesAreCutBetweenCharacters) {
  // 63 bytes, then a character of two that would end at byte 65.
  const Result<KeyPair> ca = MakeCa(std::string(63, 'a') + "é", kNow, hours(1));
  ASSERT_TRUE(ca.ok()) << ca.error().message;
  EXPECT_EQ(InspectPem(ca->certificate_pem)->front().subject, "CN=" + std::string(63, 'a'));
}

TEST(CertificateTest, BadRequestsAreRefusedInWords) {
  const Made made = Make({"localhost"});
  const Result<KeyPair> old_ca = MakeCa("old", kNow - hours(48), hours(24));
  struct Case {
    KeyPair ca;
    std::vector<std::string> hosts;
    hours lifetime;
    const char* want;
  };
  const Case cases[] = {
      {made.ca, {}, hours(1), "at least one host"},
      {made.ca, {""}, hours(1), "host \"\" is neither a DNS name nor an IP address"},
      {made.ca, {"a,DNS:evil.example"}, hours(1), "is neither a DNS name nor an IP address"},
      {made.ca, {"gate.svc."}, hours(1), "is neither"},
      {made.ca, {"-a.svc"}, hours(1), "is neither"},
      {made.ca, {"a.*.svc"}, hours(1), "is neither"},
      {made.ca, {std::string(64, 'a')}, hours(1), "is neither"},
      {made.ca, {"localhost"}, hours(0), "a lifetime must be between 1h and"},
      {made.ca, {"localhost"}, hours::max(), "a lifetime must be between 1h and"},
      {*old_ca, {"localhost"}, hours(1), "the CA certificate has expired"},
      {made.leaf, {"localhost"}, hours(1), "the signing certificate is no CA"},
      {{made.ca.certificate_pem, made.leaf.key_pem}, {"localhost"}, hours(1), "does not belong"},
      {{"", made.ca.key_pem}, {"localhost"}, hours(1), "cannot read the CA certificate"},
      {{made.ca.certificate_pem, "x"}, {"localhost"}, hours(1), "cannot read the CA key"},
  };
  for (const Case& c : cases) {
    const Result<KeyPair> leaf = MakeServingCertificate(c.ca, c.hosts, kNow, c.lifetime);
    ASSERT_FALSE(leaf.ok()) << c.want;
    EXPECT_THAT(leaf.error().message, HasSubstr(c.want));
    EXPECT_EQ(leaf.error().code, Code::kInvalid) << c.want;
  }
  EXPECT_FALSE(MakeCa("", kNow, hours(1)).ok());
  EXPECT_FALSE(MakeCa("\xff", kNow, hours(1)).ok());
}

TEST(CertificateTest, InspectRefusesWhatIsNoCertificate) {
  const Made made = Make({"localhost"});
  std::string broken = made.leaf.certificate_pem;
  broken.replace(broken.size() / 2, 8, "AAAAAAAA");
  struct Case {
    std::string pem;
    const char* want;
  };
  const Case cases[] = {
      {"", "no certificate found"},
      {"hello", "no certificate found"},
      {made.leaf.key_pem, "no certificate found"},
      {"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "certificate 1 is broken"},
      {made.ca.certificate_pem + "-----BEGIN CERTIFICATE-----\nAAAA\n", "certificate 2 is broken"},
  };
  for (const Case& c : cases) {
    const auto info = InspectPem(c.pem);
    ASSERT_FALSE(info.ok()) << c.want;
    EXPECT_THAT(info.error().message, HasSubstr(c.want));
  }
  EXPECT_EQ(ERR_peek_error(), 0u);
}

}  // namespace
}  // namespace promgate::certs
