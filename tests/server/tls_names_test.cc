#include "server/tls_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

namespace promgate {
namespace {

using testing::HasSubstr;

TEST(TlsNames, Versions) {
  EXPECT_EQ(*TlsVersion("VersionTLS12"), TLS1_2_VERSION);
  EXPECT_EQ(*TlsVersion("VersionTLS13"), TLS1_3_VERSION);
  for (const char* bad : {"", "VersionTLS11", "1.2", "VersionTLS14"}) {
    const auto result = TlsVersion(bad);
    ASSERT_FALSE(result.ok()) << bad;
    EXPECT_EQ(result.error().message, "unknown TLS version \"" + std::string(bad) +
                                          "\"; available: VersionTLS12, VersionTLS13");
  }
}

TEST(TlsNames, CipherSuites) {
  EXPECT_EQ(*CipherList({}), "");
  EXPECT_EQ(*CipherList({"TLS_AES_128_GCM_SHA256"}), "") << "always on";
  EXPECT_EQ(*CipherList({"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                         "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"}),
            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305");
  const auto unknown = CipherList({"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "AES128-SHA"});
  ASSERT_FALSE(unknown.ok());
  EXPECT_THAT(unknown.error().message,
              HasSubstr("unknown cipher suite \"AES128-SHA\"; available: TLS_ECDHE_"));
  const auto unavailable = CipherList({"TLS_RSA_WITH_RC4_128_SHA"});
  ASSERT_FALSE(unavailable.ok());
  EXPECT_THAT(unavailable.error().message,
              HasSubstr("unavailable cipher suite \"TLS_RSA_WITH_RC4_128_SHA\""));
}

TEST(TlsNames, Curves) {
  EXPECT_EQ(*GroupsList({"X25519", "CurveP384"}), "X25519:P-384");
  const auto unknown = GroupsList({"P-256"});
  ASSERT_FALSE(unknown.ok());
  EXPECT_THAT(
      unknown.error().message,
      HasSubstr("unknown curve \"P-256\"; available: CurveP256, CurveP384, CurveP521, X25519"));
  // Since OpenSSL 3.5.
  EXPECT_EQ(GroupsList({"X25519MLKEM768"}).ok(), OPENSSL_VERSION_NUMBER >= 0x30500000L);
}

}  // namespace
}  // namespace promgate
