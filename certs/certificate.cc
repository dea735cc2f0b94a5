#include "certs/certificate.h"

#include <arpa/inet.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "certs/openssl.h"

namespace promgate::certs {
namespace {

constexpr std::chrono::minutes kClockSkew{5};
constexpr size_t kMaxCommonName = 64;  // X.520's ub-common-name
constexpr int kSerialBits = 127;       // positive in 16 bytes; RFC 5280 allows 20
// The subject of every leaf: identity is in the SANs, and a Service's full name can exceed
// kMaxCommonName.
constexpr std::string_view kLeafName = "promgate webhook";
constexpr std::chrono::hours kMaxLifetime{24 * 366 * 100};

struct ExtensionText {
  int nid;
  const char* value;
};
constexpr ExtensionText kCaExtensions[] = {
    {NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
    {NID_key_usage, "critical,keyCertSign,cRLSign"},
    {NID_subject_key_identifier, "hash"},
};
constexpr ExtensionText kLeafExtensions[] = {
    {NID_basic_constraints, "critical,CA:FALSE"},
    {NID_key_usage, "critical,digitalSignature"},
    {NID_ext_key_usage, "serverAuth"},
    {NID_subject_key_identifier, "hash"},
    {NID_authority_key_identifier, "keyid:always"},
};

// The longest beginning of `name` that fits and does not end inside a UTF-8 sequence.
std::string_view CutCommonName(std::string_view name) {
  if (name.size() <= kMaxCommonName) return name;
  size_t end = kMaxCommonName;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return name.substr(0, end);
}

bool IsDnsLabel(std::string_view label) {
  const auto is_inner = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  };
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), is_inner);
}

// "webhook.monitoring.svc", "*.example.org"; no trailing dot, which no client would match.
bool IsDnsName(std::string_view name) {
  if (name.size() > 253) return false;
  if (name.starts_with("*.")) name.remove_prefix(2);
  while (true) {
    const size_t dot = name.find('.');
    if (!IsDnsLabel(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

// The bytes of an IP address as a SAN holds them; empty when `text` is none.
std::string IpBytes(const std::string& text) {
  std::array<char, sizeof(in6_addr)> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return {bytes.data(), sizeof(in_addr)};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return {bytes.data(), sizeof(in6_addr)};
  return {};
}

// Null when `host` is neither a DNS name nor an IP address.
AltName MakeAltName(const std::string& host) {
  const std::string ip = IpBytes(host);
  if (ip.empty() && !IsDnsName(host)) return nullptr;
  const std::string& bytes = ip.empty() ? host : ip;
  AltName name(GENERAL_NAME_new());
  ASN1_STRING* value = ASN1_STRING_type_new(ip.empty() ? V_ASN1_IA5STRING : V_ASN1_OCTET_STRING);
  ASN1_STRING_set(value, bytes.data(), static_cast<int>(bytes.size()));
  GENERAL_NAME_set0_value(name.get(), ip.empty() ? GEN_DNS : GEN_IPADD, value);  // takes `value`
  return name;
}

Result<AltNames> MakeAltNames(const std::vector<std::string>& hosts) {
  if (hosts.empty()) return Error{Code::kInvalid, "a serving certificate needs at least one host"};
  AltNames names(GENERAL_NAMES_new());
  for (const std::string& host : hosts) {
    AltName name = MakeAltName(host);
    if (!name)
      return Error{Code::kInvalid, "host \"" + host + "\" is neither a DNS name nor an IP address"};
    sk_GENERAL_NAME_push(names.get(), name.release());
  }
  return names;
}

bool SetSerial(X509* certificate) {
  const BigNumber serial(BN_new());
  return BN_rand(serial.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool SetValidity(X509* certificate, TimePoint now, TimePoint end) {
  const auto seconds = [](TimePoint t) { return std::chrono::system_clock::to_time_t(t); };
  return ASN1_TIME_set(X509_getm_notBefore(certificate), seconds(now - kClockSkew)) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), seconds(end)) != nullptr;
}

bool SetCommonName(X509* certificate, std::string_view common_name) {
  const std::string_view name = CutCommonName(common_name);
  return X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), NID_commonName,
                                    MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(name.data()),
                                    static_cast<int>(name.size()), -1, 0) == 1;
}

template <size_t N>
bool AddExtensions(X509* certificate, X509* issuer, const ExtensionText (&extensions)[N]) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const ExtensionText& e : extensions) {
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, e.nid, e.value));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) return false;
  }
  return true;
}

// A certificate that lacks only issuer, extensions and signature.
Certificate MakeUnsigned(EVP_PKEY* key, std::string_view common_name, TimePoint now,
                         TimePoint end) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  const bool fine = SetSerial(certificate.get()) && SetValidity(certificate.get(), now, end) &&
                    SetCommonName(certificate.get(), common_name) &&
                    X509_set_pubkey(certificate.get(), key) == 1;
  return fine ? std::move(certificate) : nullptr;
}

std::string TakeText(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<size_t>(size)};
}

Result<KeyPair> ToPem(X509* certificate, EVP_PKEY* key) {
  const Bio certificate_text(BIO_new(BIO_s_mem())), key_text(BIO_new(BIO_s_secmem()));
  if (PEM_write_bio_X509(certificate_text.get(), certificate) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key_text.get(), key, nullptr, nullptr, 0, nullptr, nullptr) !=
          1) {
    return OpenSslError("cannot encode certificate");
  }
  return KeyPair{TakeText(certificate_text.get()), TakeText(key_text.get())};
}

// Without it OpenSSL asks for an encrypted key's password on the terminal.
int NoPassword(char*, int, int, void*) {
  return -1;
}

struct Signer {
  Certificate certificate;
  Key key;
};

Result<Signer> ReadSigner(const KeyPair& ca) {
  Signer signer;
  signer.certificate.reset(
      PEM_read_bio_X509(ReadFrom(ca.certificate_pem).get(), nullptr, NoPassword, nullptr));
  if (!signer.certificate) return OpenSslError("cannot read the CA certificate", Code::kInvalid);
  signer.key.reset(
      PEM_read_bio_PrivateKey(ReadFrom(ca.key_pem).get(), nullptr, NoPassword, nullptr));
  if (!signer.key) return OpenSslError("cannot read the CA key", Code::kInvalid);
  if (X509_check_private_key(signer.certificate.get(), signer.key.get()) != 1) {
    return OpenSslError("the CA key does not belong to the CA certificate", Code::kInvalid);
  }
  if (X509_check_ca(signer.certificate.get()) != 1)
    return Error{Code::kInvalid, "the signing certificate is no CA"};
  return signer;
}

Result<void> CheckLifetime(std::chrono::hours lifetime) {
  if (lifetime.count() >= 1 && lifetime <= kMaxLifetime) return {};
  return Error{Code::kInvalid,
               "a lifetime must be between 1h and " + std::to_string(kMaxLifetime.count()) + "h"};
}

}  // namespace

Result<KeyPair> MakeCa(std::string_view common_name, TimePoint now, std::chrono::hours lifetime) {
  if (common_name.empty()) return Error{Code::kInvalid, "a CA needs a common name"};
  if (Result<void> fine = CheckLifetime(lifetime); !fine) return fine.error();
  const Key key(EVP_EC_gen("P-256"));
  if (!key) return OpenSslError("cannot make a key");
  const Certificate ca = MakeUnsigned(key.get(), common_name, now, now + lifetime);
  if (!ca || X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get())) != 1 ||
      !AddExtensions(ca.get(), ca.get(), kCaExtensions) ||
      X509_sign(ca.get(), key.get(), EVP_sha256()) == 0) {
    return OpenSslError("cannot make a CA certificate");
  }
  return ToPem(ca.get(), key.get());
}

Result<KeyPair> MakeServingCertificate(const KeyPair& ca, const std::vector<std::string>& hosts,
                                       TimePoint now, std::chrono::hours lifetime) {
  if (Result<void> fine = CheckLifetime(lifetime); !fine) return fine.error();
  const Result<AltNames> names = MakeAltNames(hosts);
  if (!names) return names.error();
  const Result<Signer> signer = ReadSigner(ca);
  if (!signer) return signer.error();
  const Result<std::vector<CertificateInfo>> info = InspectPem(ca.certificate_pem);
  if (!info) return info.error();
  const TimePoint ca_end = info->front().not_after;
  if (ca_end <= now) return Error{Code::kInvalid, "the CA certificate has expired"};

  const Key key(EVP_EC_gen("P-256"));
  if (!key) return OpenSslError("cannot make a key");
  const Certificate leaf =
      MakeUnsigned(key.get(), kLeafName, now, std::min(now + lifetime, ca_end));
  X509* issuer = signer->certificate.get();
  if (!leaf || X509_set_issuer_name(leaf.get(), X509_get_subject_name(issuer)) != 1 ||
      !AddExtensions(leaf.get(), issuer, kLeafExtensions) ||
      X509_add1_ext_i2d(leaf.get(), NID_subject_alt_name, names->get(), 0, X509V3_ADD_DEFAULT) !=
          1 ||
      X509_sign(leaf.get(), signer->key.get(), EVP_sha256()) == 0) {
    return OpenSslError("cannot make a serving certificate");
  }
  return ToPem(leaf.get(), key.get());
}

}  // namespace promgate::certs
