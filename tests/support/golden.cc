#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace promgate {
namespace {

namespace fs = std::filesystem;

fs::path InSources(const std::string& path) {
  return fs::path(SourceFolder()) / path;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  if (!text.empty() && text.back() != '\n') lines.back() += " (no newline at the end)";
  return lines;
}

// Length of the longest common subsequence of the lines from (i, j) on.
std::vector<std::vector<size_t>> CommonFrom(const std::vector<std::string>& a,
                                            const std::vector<std::string>& b) {
  std::vector<std::vector<size_t>> common(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  return common;
}

// The lines that differ: `-` is only in `want`, `+` only in `got`.
std::string Diff(const std::string& want, const std::string& got) {
  const std::vector<std::string> a = Lines(want), b = Lines(got);
  const auto common = CommonFrom(a, b);
  std::string diff;
  for (size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      ++i, ++j;
    } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      diff += std::to_string(i + 1) + ": -" + a[i] + "\n";
      ++i;
    } else {
      diff += std::to_string(i + 1) + ": +" + b[j] + "\n";
      ++j;
    }
  }
  return diff;
}

}  // namespace

std::string SourceFolder() {
  return PROMGATE_SOURCE_DIR;
}

std::string ReadSource(const std::string& path) {
  std::ifstream in(InSources(path), std::ios::binary);
  EXPECT_TRUE(in) << "cannot read " << path;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> ListSources(const std::string& folder, std::string_view suffix) {
  std::vector<std::string> paths;
  for (const fs::directory_entry& entry : fs::directory_iterator(InSources(folder))) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(suffix)) paths.push_back((fs::path(folder) / name).string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

testing::AssertionResult MatchesGolden(const std::string& path, const std::string& got) {
  const char* update = std::getenv("PROMGATE_UPDATE");
  if (update != nullptr && std::string_view(update) == "1") {
    std::ofstream out(InSources(path), std::ios::binary | std::ios::trunc);
    out << got;
    return out.flush() ? testing::AssertionSuccess()
                       : testing::AssertionFailure() << "cannot write " << path;
  }
  const std::string want = fs::exists(InSources(path)) ? ReadSource(path) : std::string();
  if (got == want) return testing::AssertionSuccess();
  return testing::AssertionFailure() << path << " differs (`make golden` rewrites it):\n"
                                     << Diff(want, got);
}

}  // namespace promgate
