#include "server/commands/input.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "base/strings.h"

namespace promgate {
namespace {

namespace fs = std::filesystem;

bool IsOurs(const fs::path& path) {
  const fs::path extension = path.extension();
  return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

// Adds what stands in `folder` to `inputs`, and the folders in it to `folders`.
void List(const fs::path& folder, std::vector<Input>& inputs, std::vector<fs::path>& folders) {
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code broken;  // a link that leads nowhere is read, and then told of
    const fs::file_type target = it->status(broken).type();
    if (target == fs::file_type::directory) {
      if (!it->is_symlink(broken)) folders.push_back(it->path());
    } else if (IsOurs(it->path()) && (target == fs::file_type::regular || it->is_symlink(broken))) {
      inputs.push_back({it->path().string(), {}});
    }
  }
  if (error) {
    const std::string name = folder.string();
    inputs.push_back({name, StrCat({"cannot read folder ", name, ": ", error.message()})});
  }
}

std::vector<Input> InputsBelow(const std::string& folder) {
  std::vector<Input> inputs;
  std::vector<fs::path> folders = {folder};
  while (!folders.empty()) {
    const fs::path next = std::move(folders.back());
    folders.pop_back();
    List(next, inputs, folders);
  }
  std::sort(inputs.begin(), inputs.end(),
            [](const Input& a, const Input& b) { return a.name < b.name; });
  return inputs;
}

Error CannotRead(const std::string& name, const char* why) {
  return {Code::kInvalid, StrCat({"cannot read ", name, ": ", why})};
}

}  // namespace

std::vector<Input> ListInputs(const std::vector<std::string>& names) {
  std::vector<Input> inputs;
  std::unordered_set<std::string> seen;
  for (const std::string& name : names) {
    std::error_code error;
    const bool folder = name != "-" && fs::is_directory(name, error);
    for (Input& input : folder ? InputsBelow(name) : std::vector<Input>{{name, {}}}) {
      if (seen.insert(input.name).second) inputs.push_back(std::move(input));
    }
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
