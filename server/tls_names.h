#pragma once
// Go's names of TLS versions, cipher suites and curves, as flags give them, in OpenSSL's terms.
//
// What is unknown, or known and not available in the OpenSSL that is linked, is an error that lists
// what is there.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace promgate {

Result<int> TlsVersion(std::string_view name);  // TLS1_2_VERSION, TLS1_3_VERSION

// For SSL_CTX_set_cipher_list: what TLS 1.2 may use. Empty when all `names` are of TLS 1.3.
Result<std::string> CipherList(const std::vector<std::string>& names);

// For SSL_CTX_set1_groups_list.
Result<std::string> GroupsList(const std::vector<std::string>& names);

}  // namespace promgate
