#pragma once
// Certificates for the gate: a CA, a serving certificate for given names, and what a PEM file
// holds. ECDSA P-256, PKCS#8 keys, SANs; valid from five minutes ago, to allow for clocks that
// differ.

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace promgate::certs {

struct KeyPair {
  std::string certificate_pem;
  std::string key_pem;  // secret: never logged; files with mode 0600
};

using TimePoint = std::chrono::system_clock::time_point;

// A CA that signs leaves only (path length 0). `common_name` is cut to X.509's 64 bytes.
Result<KeyPair> MakeCa(std::string_view common_name, TimePoint now, std::chrono::hours lifetime);

// A serving certificate for DNS names and IP addresses in `hosts` (at least one), never outliving
// its CA.
Result<KeyPair> MakeServingCertificate(const KeyPair& ca, const std::vector<std::string>& hosts,
                                       TimePoint now, std::chrono::hours lifetime);

struct CertificateInfo {
  std::string subject, issuer, serial_hex;
  std::vector<std::string> hosts;  // DNS names and IP addresses
  TimePoint not_before, not_after;
  bool is_ca = false;
};

// Every certificate of a PEM text, in order.
Result<std::vector<CertificateInfo>> InspectPem(std::string_view pem);

}  // namespace promgate::certs
