#pragma once
// A client's certificate that vouches for itself: its text is the client CA to configure.

#include <openssl/pem.h>

#include <string>

#include "certs/certificate.h"
#include "certs/openssl.h"

namespace promgate {

inline std::string TextOf(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

// `password`, when not empty, encrypts the key.
inline certs::KeyPair MakeClientPair(const std::string& name, const std::string& password = "") {
  const certs::Key key(EVP_EC_gen("P-256"));
  const certs::Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_set_pubkey(certificate.get(), key.get());
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const certs::Bio certificate_text(BIO_new(BIO_s_mem())), key_text(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificate_text.get(), certificate.get());
  PEM_write_bio_PKCS8PrivateKey(key_text.get(), key.get(),
                                password.empty() ? nullptr : EVP_aes_128_cbc(),
                                password.empty() ? nullptr : password.c_str(),
                                static_cast<int>(password.size()), nullptr, nullptr);
  return {TextOf(certificate_text.get()), TextOf(key_text.get())};
}

}  // namespace promgate
