#include "server/commands/input.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "base/strings.h"

namespace promgate {
namespace {

namespace fs = std::filesystem;

Result<std::vector<std::string>> FilesBelow(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const fs::path extension = it->path().extension();
    const bool ours = extension == ".yaml" || extension == ".yml" || extension == ".json";
    std::error_code ignored;  // what vanished meanwhile is no file
    if (ours && it->is_regular_file(ignored)) files.push_back(it->path().string());
  }
  if (error)
    return Error{Code::kInvalid, StrCat({"cannot read folder ", folder, ": ", error.message()})};
  std::sort(files.begin(), files.end());
  return files;
}

Error CannotRead(const std::string& name, const char* why) {
  return {Code::kInvalid, StrCat({"cannot read ", name, ": ", why})};
}

}  // namespace

Result<std::vector<std::string>> ListInputs(const std::vector<std::string>& names) {
  std::vector<std::string> inputs;
  for (const std::string& name : names) {
    std::error_code error;
    if (name == "-" || !fs::is_directory(name, error)) {
      inputs.push_back(name);
      continue;
    }
    Result<std::vector<std::string>> below = FilesBelow(name);
    if (!below) return below.error();
    inputs.insert(inputs.end(), below->begin(), below->end());
  }
  return inputs;
}

Result<std::string> ReadInput(const std::string& name, size_t max_bytes) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(nullptr, std::fclose);
  if (name != "-") opened.reset(std::fopen(name.c_str(), "rbe"));
  std::FILE* file = name == "-" ? stdin : opened.get();
  if (file == nullptr) return CannotRead(name, std::strerror(errno));
  std::string text;
  char block[16 << 10];
  while (const size_t got = std::fread(block, 1, sizeof block, file)) {
    text.append(block, got);
    if (text.size() > max_bytes) return CannotRead(name, "too large");
  }
  if (std::ferror(file) != 0) return CannotRead(name, std::strerror(errno));
  return text;
}

}  // namespace promgate
