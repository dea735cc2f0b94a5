#pragma once
// Owners for OpenSSL's objects, and its error queue as text. Included by .cc files only.

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace promgate::certs {

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using Bio = std::unique_ptr<BIO, Freer<BIO_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using AltName = std::unique_ptr<GENERAL_NAME, Freer<GENERAL_NAME_free>>;
using AltNames = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

// Reads `text` without copying it: the text must outlive the BIO.
inline Bio ReadFrom(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// `what`, followed by OpenSSL's reason where it left one. Empties the queue, which is the thread's:
// an error left there would be taken for one of the next TLS call.
inline Error OpenSslError(std::string_view what, Code code = Code::kInternal) {
  std::string message(what);
  const unsigned long number = ERR_get_error();
  if (const char* reason = ERR_reason_error_string(number); reason != nullptr)
    message.append(": ").append(reason);
  ERR_clear_error();
  return Error{code, std::move(message)};
}

}  // namespace promgate::certs
