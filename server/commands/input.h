#pragma once
// What a command reads: files, the YAML below folders, stdin.

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"

namespace promgate {

// The files that `names` stand for, in that order: a folder stands for every *.yaml, *.yml and
// *.json below it, by name (links to folders are not followed); anything else for itself. Fails
// when a folder cannot be read.
Result<std::vector<std::string>> ListInputs(const std::vector<std::string>& names);

// The bytes of a file, or of stdin for "-". Fails when it cannot be read, or is longer than
// `max_bytes`.
Result<std::string> ReadInput(const std::string& name, size_t max_bytes);

}  // namespace promgate
