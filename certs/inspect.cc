// What a PEM text holds.

#include <arpa/inet.h>
#include <openssl/pem.h>

#include <climits>
#include <ctime>

#include "certs/certificate.h"
#include "certs/openssl.h"

namespace promgate::certs {
namespace {

// RFC 2253, with UTF-8 as it is and control characters escaped.
std::string NameText(const X509_NAME* name) {
  const Bio bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0,
                     XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<size_t>(size)};
}

std::string SerialText(const X509* certificate) {
  const BigNumber number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
  char* hex = number ? BN_bn2hex(number.get()) : nullptr;
  std::string text = hex == nullptr ? "" : hex;
  OPENSSL_free(hex);
  return text;
}

std::string IpText(const ASN1_OCTET_STRING* address) {
  const int length = ASN1_STRING_length(address);
  const int family = length == 4 ? AF_INET : length == 16 ? AF_INET6 : AF_UNSPEC;
  char text[INET6_ADDRSTRLEN] = "";
  if (family != AF_UNSPEC) inet_ntop(family, ASN1_STRING_get0_data(address), text, sizeof text);
  return text;
}

std::vector<std::string> Hosts(const X509* certificate) {
  const AltNames names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> hosts;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    int type = 0;
    const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type);
    if (type == GEN_IPADD) {
      hosts.push_back(IpText(static_cast<const ASN1_OCTET_STRING*>(value)));
    } else if (type == GEN_DNS) {
      const auto* dns = static_cast<const ASN1_IA5STRING*>(value);
      hosts.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(dns)),
                         static_cast<size_t>(ASN1_STRING_length(dns)));
    }
  }
  return hosts;
}

Result<TimePoint> ToTimePoint(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1)
    return OpenSslError("certificate with an unreadable date", Code::kInvalid);
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

Result<CertificateInfo> Inspect(X509* certificate) {
  const Result<TimePoint> begin = ToTimePoint(X509_get0_notBefore(certificate));
  if (!begin) return begin.error();
  const Result<TimePoint> end = ToTimePoint(X509_get0_notAfter(certificate));
  if (!end) return end.error();
  CertificateInfo info;
  info.subject = NameText(X509_get_subject_name(certificate));
  info.issuer = NameText(X509_get_issuer_name(certificate));
  info.serial_hex = SerialText(certificate);
  info.hosts = Hosts(certificate);
  info.not_before = *begin;
  info.not_after = *end;
  info.is_ca = X509_check_ca(certificate) ==
               1;  // 1: by its basicConstraints; other values are X.509v1 guesses
  return info;
}

}  // namespace

Result<std::vector<CertificateInfo>> InspectPem(std::string_view pem) {
  if (pem.size() > INT_MAX) return Error{Code::kTooLarge, "PEM text of more than 2 GiB"};
  std::vector<CertificateInfo> all;
  const Bio bio = ReadFrom(pem);
  while (const Certificate certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    Result<CertificateInfo> info = Inspect(certificate.get());
    ERR_clear_error();
    if (!info) return info.error();
    all.push_back(*std::move(info));
  }
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) {
    return OpenSslError("certificate " + std::to_string(all.size() + 1) + " is broken",
                        Code::kInvalid);
  }
  ERR_clear_error();
  if (all.empty()) return Error{Code::kInvalid, "no certificate found"};
  return all;
}

}  // namespace promgate::certs
