#include "server/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "server/file_watch.h"
#include "tests/server/client_certificate.h"
#include "tests/server/gate_fixture.h"

namespace promgate {
namespace {

using testing::HasSubstr;

bool Served(RawClient& client) {
  return client.connected() && client.Send(PostOf("/echo", "x")) &&
         BodyOf(client.ReadResponse()) == "x";
}
bool Served(const Gate& gate, const RawClientOptions& options = {}) {
  RawClient client = gate.Connect(options);
  return Served(client);
}

std::string Serial(const Gate& gate) {
  const RawClient client = gate.Connect();
  if (!client.connected()) return "not connected";
  const certs::Certificate certificate(SSL_get1_peer_certificate(client.ssl()));
  const certs::BigNumber number(
      ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate.get()), nullptr));
  char* text = BN_bn2hex(number.get());
  std::string serial(text);
  OPENSSL_free(text);
  return serial;
}
std::string Serial(const certs::KeyPair& pair) {
  std::string serial = (*certs::InspectPem(pair.certificate_pem))[0].serial_hex;
  for (char& c : serial) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return serial;
}

struct ClientCase {
  const char* name = "";
  TlsOptions server;
  RawClientOptions client;
  bool served = true;
};

TlsOptions WithVersion(const char* version) {
  TlsOptions options;
  options.min_version = version;
  return options;
}
TlsOptions WithCiphers(const std::vector<std::string>& names) {
  TlsOptions options;
  options.cipher_suites = names;
  return options;
}
TlsOptions WithCurves(const std::vector<std::string>& names) {
  TlsOptions options;
  options.curves = names;
  return options;
}
RawClientOptions Client(int version, const char* ciphers = "", const char* groups = "") {
  RawClientOptions options;
  options.max_version = version;
  options.ciphers = ciphers;
  options.groups = groups;
  return options;
}

TEST(Tls, VersionsCiphersAndCurves) {
  const char* const aes256 = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
  const ClientCase cases[] = {
      {"1.3", {}, Client(TLS1_3_VERSION), true},
      {"1.2", {}, Client(TLS1_2_VERSION), true},
      {"1.1", {}, Client(TLS1_1_VERSION, "ALL:@SECLEVEL=0"), false},
      {"1.3 only: 1.3", WithVersion("VersionTLS13"), Client(TLS1_3_VERSION), true},
      {"1.3 only: 1.2", WithVersion("VersionTLS13"), Client(TLS1_2_VERSION), false},
      {"CBC by default", {}, Client(TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA"), false},
      {"the cipher", WithCiphers({aes256}), Client(TLS1_2_VERSION, "ECDHE-ECDSA-AES256-GCM-SHA384"),
       true},
      {"another", WithCiphers({aes256}), Client(TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256"),
       false},
      {"1.3 ignores it", WithCiphers({aes256}), Client(TLS1_3_VERSION), true},
      {"the curve", WithCurves({"CurveP384"}), Client(TLS1_3_VERSION, "", "P-384"), true},
      {"another curve", WithCurves({"CurveP384"}), Client(TLS1_3_VERSION, "", "P-521"), false},
  };
  for (const ClientCase& c : cases) {
    const Gate gate(true, {}, c.server);
    EXPECT_EQ(Served(gate, c.client), c.served) << c.name;
    const uint64_t failures = c.served ? 0 : 1;
    EXPECT_TRUE(Eventually([&] { return gate.stats().handshake_failures == failures; })) << c.name;
  }
}

TEST(Tls, NoAlpnAndNoRenegotiation) {
  const Gate gate(true);
  RawClient client = gate.Connect(Client(TLS1_2_VERSION));
  ASSERT_TRUE(Served(client));
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(client.ssl(), &protocol, &size);
  EXPECT_EQ(size, 0u);
  SSL_renegotiate(client.ssl());
  EXPECT_NE(SSL_do_handshake(client.ssl()), 1);
  EXPECT_TRUE(Served(gate)) << "others";
}

struct BadPair {
  const char* name;
  std::string certificate, key;
  const char* message;
};

TEST(Tls, RefusesFilesThatCannotBeServed) {
  const auto ca = MakeTestCa("CA");
  const auto one = MakeTestLeaf(ca, "one"), other = MakeTestLeaf(ca, "other");
  const auto encrypted = MakeClientPair("encrypted", "password");
  const BadPair cases[] = {
      {"empty", "", one.key_pem, "tls.crt: no certificate in it"},
      {"garbage", "garbage", one.key_pem, "tls.crt: no certificate in it"},
      {"half a certificate", one.certificate_pem.substr(0, 200), one.key_pem, "tls.crt: "},
      {"half a second one", one.certificate_pem + ca.certificate_pem.substr(0, 200), one.key_pem,
       "broken certificate"},
      {"half a key", one.certificate_pem, one.key_pem.substr(0, 100),
       "tls.key: no usable private key"},
      {"no key", one.certificate_pem, "", "tls.key: no usable private key"},
      {"another's key", one.certificate_pem, other.key_pem,
       "the key is not that of the certificate in "},
      {"a key with a password", encrypted.certificate_pem, encrypted.key_pem,
       "tls.key: no usable private key"},
      {"huge", std::string(2 << 20, 'x'), one.key_pem, "larger than 1 MiB"},
  };
  for (const BadPair& c : cases) {
    const TempFolder folder;
    TlsOptions options;
    options.cert_file = folder.Write("tls.crt", c.certificate);
    options.key_file = folder.Write("tls.key", c.key);
    const auto made = TlsContext::Make(options);
    ASSERT_FALSE(made.ok()) << c.name;
    EXPECT_THAT(made.error().message, HasSubstr(c.message)) << c.name;
  }
  TlsOptions missing;
  missing.cert_file = missing.key_file = "/nonexistent/tls.crt";
  EXPECT_EQ(TlsContext::Make(missing).error().message,
            "/nonexistent/tls.crt: No such file or directory");
}

TEST(Tls, ReloadKeepsTheLastGoodPair) {
  const Gate gate(true);
  const std::string first = Serial(gate);
  EXPECT_FALSE(*gate.context().Reload()) << "nothing changed";

  const auto second = MakeTestLeaf(gate.ca(), "localhost");
  gate.folder().Write("tls.crt", second.certificate_pem);
  EXPECT_FALSE(gate.context().Reload().ok()) << "the key has not come yet";
  EXPECT_EQ(Serial(gate), first);
  gate.folder().Write("tls.key", second.key_pem);
  EXPECT_TRUE(*gate.context().Reload());
  EXPECT_EQ(Serial(gate), Serial(second));

  const auto long_ago = std::chrono::system_clock::now() - std::chrono::hours(1000);
  const auto old_ca = *certs::MakeCa("old", long_ago, std::chrono::hours(100));
  gate.WritePair(
      *certs::MakeServingCertificate(old_ca, {"localhost"}, long_ago, std::chrono::hours(10)));
  EXPECT_THAT(gate.context().Reload().error().message, HasSubstr("expired"));
  EXPECT_EQ(Serial(gate), Serial(second));

  std::filesystem::remove(gate.folder().File("tls.key"));
  EXPECT_FALSE(gate.context().Reload().ok());
  EXPECT_EQ(Serial(gate), Serial(second));
  EXPECT_EQ(gate.context().stats().reads, 6u);
  EXPECT_EQ(gate.context().stats().read_errors, 3u);
  EXPECT_GT(gate.context().not_after(), std::time(nullptr) + 11L * 3600);
}

TEST(Tls, AnExpiredPairIsServedWhenThereIsNoOther) {
  const auto long_ago = std::chrono::system_clock::now() - std::chrono::hours(1000);
  const auto ca = *certs::MakeCa("old", long_ago, std::chrono::hours(100));
  const auto pair =
      *certs::MakeServingCertificate(ca, {"localhost"}, long_ago, std::chrono::hours(10));
  const TempFolder folder;
  TlsOptions options;
  options.cert_file = folder.Write("tls.crt", pair.certificate_pem);
  options.key_file = folder.Write("tls.key", pair.key_pem);
  const auto made = TlsContext::Make(options);
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_LT((*made)->not_after(), std::time(nullptr));
}

TEST(Tls, ReloadUnderLoadDropsNoRequest) {
  const Gate gate(true);
  std::atomic<bool> done{false};
  std::atomic<int> served{0}, failed{0};
  std::vector<std::thread> clients;
  clients.reserve(4);
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      RawClient kept = gate.Connect();
      while (!done) {
        ++(Served(kept) ? served : failed);
        ++(Served(gate) ? served : failed);
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    const auto pair = MakeTestLeaf(gate.ca(), "localhost");
    gate.WritePair(pair);
    EXPECT_TRUE(*gate.context().Reload());
    EXPECT_EQ(Serial(gate), Serial(pair));
    const int before = served;
    EXPECT_TRUE(Eventually([&] { return served > before + 8; }));
  }
  done = true;
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(failed, 0);
}

TEST(Tls, ClientCertificates) {
  const auto alice = MakeClientPair("alice"), bob = MakeClientPair("bob");
  const TempFolder folder;
  TlsOptions options;
  options.client_ca_file = folder.File("ca.crt");
  const Gate gate(true, {}, options);
  RawClientOptions as_alice, as_bob;
  as_alice.cert_file = folder.Write("alice.crt", alice.certificate_pem);
  as_alice.key_file = folder.Write("alice.key", alice.key_pem);
  as_bob.cert_file = folder.Write("bob.crt", bob.certificate_pem);
  as_bob.key_file = folder.Write("bob.key", bob.key_pem);

  EXPECT_TRUE(Served(gate)) << "no client CA yet";
  folder.Write("ca.crt", alice.certificate_pem);
  EXPECT_TRUE(*gate.context().Reload());
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    as_alice.max_version = as_bob.max_version = version;
    EXPECT_FALSE(Served(gate, Client(version))) << "none";
    EXPECT_TRUE(Served(gate, as_alice));
    EXPECT_FALSE(Served(gate, as_bob)) << "signed by somebody else";
  }
  std::filesystem::remove(folder.File("ca.crt"));
  EXPECT_FALSE(gate.context().Reload().ok());
  EXPECT_FALSE(Served(gate)) << "a file that vanished opens nothing";
  folder.Write("ca.crt", bob.certificate_pem);
  EXPECT_TRUE(*gate.context().Reload());
  EXPECT_TRUE(Served(gate, as_bob));
  EXPECT_FALSE(Served(gate, as_alice));
}

TEST(Tls, ResumptionDoesNotPassByANewClientCa) {
  const auto alice = MakeClientPair("alice"), bob = MakeClientPair("bob");
  const TempFolder folder;
  TlsOptions options;
  options.client_ca_file = folder.Write("ca.crt", alice.certificate_pem);
  const Gate gate(true, {}, options);
  RawClientOptions as_alice;
  as_alice.cert_file = folder.Write("alice.crt", alice.certificate_pem);
  as_alice.key_file = folder.Write("alice.key", alice.key_pem);
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    as_alice.max_version = version;
    folder.Write("ca.crt", alice.certificate_pem);
    ASSERT_TRUE(gate.context().Reload().ok());
    RawClient first = gate.Connect(as_alice);
    ASSERT_TRUE(Served(first));
    const std::unique_ptr<SSL_SESSION, certs::Freer<SSL_SESSION_free>> session(
        SSL_get1_session(first.ssl()));
    as_alice.session = session.get();
    RawClient again = gate.Connect(as_alice);
    EXPECT_TRUE(Served(again)) << "with an old session a full handshake";
    folder.Write("ca.crt", bob.certificate_pem);
    ASSERT_TRUE(*gate.context().Reload());
    EXPECT_FALSE(Served(gate, as_alice));
    as_alice.session = nullptr;
  }
}

TEST(Tls, AWatchReloadsTheServedPair) {
  const Gate gate(true);
  const auto watch = FileWatch::Start(
      {gate.folder().File("tls.crt"), gate.folder().File("tls.key")},
      [&gate] { (void)gate.context().Reload().ok(); }, std::chrono::hours(1));
  const auto pair = MakeTestLeaf(gate.ca(), "localhost");
  gate.WritePair(pair);
  EXPECT_TRUE(Eventually([&] { return Serial(gate) == Serial(pair); }));
}

}  // namespace
}  // namespace promgate
