#include "server/file_watch.h"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/server/gate_fixture.h"

namespace promgate {
namespace {

TEST(FileWatch, SeesKubernetesSwapItsLink) {
  const TempFolder folder;
  const auto at = [&folder](const char* name) { return folder.File(name); };
  std::filesystem::create_directory(at("..one"));
  std::filesystem::create_directory(at("..two"));
  folder.Write("..one/tls.crt", "1");
  folder.Write("..two/tls.crt", "2");
  std::filesystem::create_symlink("..one", at("..data"));
  std::filesystem::create_symlink("..data/tls.crt", at("tls.crt"));
  std::atomic<int> changes{0};
  const auto watch = FileWatch::Start(
      {at("tls.crt")}, [&changes] { ++changes; }, std::chrono::hours(1));
  ASSERT_TRUE(watch.ok());
  std::filesystem::create_symlink("..two", at("..data_tmp"));
  std::filesystem::rename(at("..data_tmp"), at("..data"));
  EXPECT_TRUE(Eventually([&changes] { return changes > 0; }));
}

TEST(FileWatch, SeesWrites) {
  const TempFolder folder;
  const std::string file = folder.Write("tls.crt", "1");
  std::atomic<int> changes{0};
  const auto watch = FileWatch::Start(
      {file, ""}, [&changes] { ++changes; }, std::chrono::hours(1));
  ASSERT_TRUE(watch.ok());
  folder.Write("tls.crt", "2");
  EXPECT_TRUE(Eventually([&changes] { return changes > 0; }));
}

TEST(FileWatch, LooksFromTimeToTimeWhateverIsToldIt) {
  std::atomic<int> changes{0};
  const auto watch = FileWatch::Start(
      {"/nonexistent/tls.crt"}, [&changes] { ++changes; }, std::chrono::milliseconds(5));
  ASSERT_TRUE(watch.ok());
  EXPECT_TRUE(Eventually([&changes] { return changes >= 3; }));
}

}  // namespace
}  // namespace promgate
