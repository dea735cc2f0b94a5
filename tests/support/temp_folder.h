#pragma once
// Files that a test makes.

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace promgate {

// A folder that is gone with the test.
class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "promgate-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  std::string File(const std::string& name) const { return (path_ / name).string(); }
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary | std::ios::trunc) << text;
    return File(name);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace promgate
