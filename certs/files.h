#pragma once
// Certificates and keys as files.

#include <sys/types.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace promgate::certs {

inline constexpr mode_t kPublicMode = 0644, kSecretMode = 0600;

// Makes `path` hold `text`, whole or not at all, even when the machine stops meanwhile; `mode`
// holds from the first byte. When the file exists: replaced if `replace`, else kConflict.
Result<void> WriteWhole(const std::string& path, std::string_view text, mode_t mode, bool replace);

}  // namespace promgate::certs
