#pragma once
// What a command reads: files, the YAML below folders, stdin.

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"

namespace promgate {

struct Input {
  std::string name;
  std::string error;  // why a folder cannot be listed; empty for what is to be read
};

// What `names` stand for, in that order and each once: a folder stands for every *.yaml, *.yml and
// *.json below it, by name (links to folders are not followed, so there are no loops); anything
// else for itself.
std::vector<Input> ListInputs(const std::vector<std::string>& names);

// The bytes of a file, or of stdin for "-". Fails when it cannot be read, or is longer than
// `max_bytes`.
Result<std::string> ReadInput(const std::string& name, size_t max_bytes);

}  // namespace promgate
