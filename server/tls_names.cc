#include "server/tls_names.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <memory>
#include <span>

#include "base/strings.h"
#include "certs/openssl.h"

namespace promgate {
namespace {

struct Name {
  std::string_view go;
  const char* openssl;
};

struct Version {
  std::string_view go;
  int openssl;
};

constexpr Version kVersions[] = {{"VersionTLS12", TLS1_2_VERSION},
                                 {"VersionTLS13", TLS1_3_VERSION}};

// Of TLS 1.3, where Go leaves no choice either: accepted and always on.
constexpr std::string_view kCiphers13[] = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
                                           "TLS_CHACHA20_POLY1305_SHA256"};

constexpr Name kCiphers[] = {
    {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"},
    {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"},
    {"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"},
    {"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305", "ECDHE-ECDSA-CHACHA20-POLY1305"},
    {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256"},
    {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA-AES256-GCM-SHA384"},
    {"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305"},
    {"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305", "ECDHE-RSA-CHACHA20-POLY1305"},
    {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE-ECDSA-AES128-SHA"},
    {"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA-AES256-SHA"},
    {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "ECDHE-ECDSA-AES128-SHA256"},
    {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA"},
    {"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE-RSA-AES256-SHA"},
    {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "ECDHE-RSA-AES128-SHA256"},
    {"TLS_RSA_WITH_AES_128_GCM_SHA256", "AES128-GCM-SHA256"},
    {"TLS_RSA_WITH_AES_256_GCM_SHA384", "AES256-GCM-SHA384"},
    {"TLS_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA"},
    {"TLS_RSA_WITH_AES_256_CBC_SHA", "AES256-SHA"},
    {"TLS_RSA_WITH_AES_128_CBC_SHA256", "AES128-SHA256"},
    {"TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", "ECDHE-RSA-DES-CBC3-SHA"},
    {"TLS_RSA_WITH_3DES_EDE_CBC_SHA", "DES-CBC3-SHA"},
    {"TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", "ECDHE-ECDSA-RC4-SHA"},
    {"TLS_ECDHE_RSA_WITH_RC4_128_SHA", "ECDHE-RSA-RC4-SHA"},
    {"TLS_RSA_WITH_RC4_128_SHA", "RC4-SHA"},
};

constexpr Name kCurves[] = {
    {"CurveP256", "P-256"},
    {"CurveP384", "P-384"},
    {"CurveP521", "P-521"},
    {"X25519", "X25519"},
    {"X25519MLKEM768", "X25519MLKEM768"},
};

using Context = std::unique_ptr<SSL_CTX, certs::Freer<SSL_CTX_free>>;

// Whether this OpenSSL has it and its security level lets it be used.
bool HasCipher(const char* name) {
  const Context context(SSL_CTX_new(TLS_server_method()));
  bool usable = false;
  if (context != nullptr && SSL_CTX_set_cipher_list(context.get(), name) == 1) {
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    const std::unique_ptr<SSL, certs::Freer<SSL_free>> ssl(SSL_new(context.get()));
    STACK_OF(SSL_CIPHER)* usable_ciphers = ssl ? SSL_get1_supported_ciphers(ssl.get()) : nullptr;
    usable = usable_ciphers != nullptr && sk_SSL_CIPHER_num(usable_ciphers) > 0;
    sk_SSL_CIPHER_free(usable_ciphers);
  }
  ERR_clear_error();
  return usable;
}

bool HasGroup(const char* name) {
  const Context context(SSL_CTX_new(TLS_server_method()));
  const bool has = context != nullptr && SSL_CTX_set1_groups_list(context.get(), name) == 1;
  ERR_clear_error();
  return has;
}

const Name* Find(std::span<const Name> table, std::string_view go) {
  for (const Name& row : table) {
    if (row.go == go) return &row;
  }
  return nullptr;
}

void Append(std::string& list, std::string_view separator, std::string_view item) {
  if (!list.empty()) list.append(separator);
  list.append(item);
}

// OpenSSL's list of `names`, colons between. `has` tells what is available.
Result<std::string> Translate(const char* what, std::span<const Name> table,
                              const std::vector<std::string>& names, bool (*has)(const char*)) {
  std::string list;
  for (const std::string& name : names) {
    const Name* row = Find(table, name);
    if (row != nullptr && has(row->openssl)) {
      Append(list, ":", row->openssl);
      continue;
    }
    std::string available;
    for (const Name& candidate : table) {
      if (has(candidate.openssl)) Append(available, ", ", candidate.go);
    }
    return Error{Code::kInvalid, StrCat({row != nullptr ? "unavailable " : "unknown ", what, " \"",
                                         name, "\"; available: ", available})};
  }
  return list;
}

bool IsOfTls13(std::string_view name) {
  for (const std::string_view known : kCiphers13) {
    if (known == name) return true;
  }
  return false;
}

}  // namespace

Result<int> TlsVersion(std::string_view name) {
  std::string available;
  for (const Version& row : kVersions) {
    if (row.go == name) return row.openssl;
    Append(available, ", ", row.go);
  }
  return Error{Code::kInvalid,
               "unknown TLS version \"" + std::string(name) + "\"; available: " + available};
}

Result<std::string> CipherList(const std::vector<std::string>& names) {
  std::vector<std::string> of_tls12;
  for (const std::string& name : names) {
    if (!IsOfTls13(name)) of_tls12.push_back(name);
  }
  return Translate("cipher suite", kCiphers, of_tls12, HasCipher);
}

Result<std::string> GroupsList(const std::vector<std::string>& names) {
  return Translate("curve", kCurves, names, HasGroup);
}

}  // namespace promgate
