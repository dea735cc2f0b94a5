#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>

#include "base/json.h"

namespace promgate {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

// What one call of Log writes.
std::string Logged(LogFormat format, LogLevel level, std::string_view message,
                   std::initializer_list<LogPair> pairs = {}) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  SetLog(LogLevel::kInfo, format, ends[1]);
  Log(level, message, pairs);
  SetLog(LogLevel::kInfo, LogFormat::kLogfmt, STDOUT_FILENO);
  close(ends[1]);
  char buffer[1 << 14];
  const ssize_t size = read(ends[0], buffer, sizeof buffer);
  close(ends[0]);
  return std::string(buffer, static_cast<size_t>(size));
}

TEST(Log, Logfmt) {
  EXPECT_THAT(Logged(LogFormat::kLogfmt, LogLevel::kWarn, "started", {{"address", ":8443"}}),
              MatchesRegex("ts=[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9]+\\.[0-9]+Z level=warn "
                           "msg=started address=:8443\n"));
  const struct Case {
    std::string_view value, printed;
  } cases[] = {
      {"", "k=\"\"\n"},
      {"two words", "k=\"two words\"\n"},
      {"a=b", "k=\"a=b\"\n"},
      {"q\"", "k=\"q\\\"\"\n"},
      {"a\nlevel=error", "k=\"a\\nlevel=error\"\n"},
      {"back\\", "k=back\\\n"},
      {"é", "k=é\n"},
      {"\xff", "k=\uFFFD\n"},
      {"\u00a0", "k=\"\\u00a0\"\n"},
  };
  for (const Case& c : cases) {
    EXPECT_THAT(Logged(LogFormat::kLogfmt, LogLevel::kInfo, "m", {{"k", c.value}}),
                HasSubstr(std::string("msg=m ").append(c.printed)));
  }
}

TEST(Log, Json) {
  const std::string line =
      Logged(LogFormat::kJson, LogLevel::kError, "a \"b\"\n\xff", {{"k", "v"}, {"n", "1"}});
  EXPECT_THAT(
      line,
      HasSubstr(
          "\",\"level\":\"error\",\"msg\":\"a \\\"b\\\"\\n\uFFFD\",\"k\":\"v\",\"n\":\"1\"}\n"));
  Result<Json> parsed = ParseJson(line);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->size(), 5u);
}

TEST(Log, DropsWhatIsBelowTheLevel) {
  EXPECT_EQ(Logged(LogFormat::kLogfmt, LogLevel::kDebug, "m"), "");
  EXPECT_EQ(Logged(LogFormat::kLogfmt, LogLevel::kNone, "m"), "");
}

TEST(Log, ParsesNames) {
  ASSERT_TRUE(ParseLogLevel("all"));
  EXPECT_EQ(*ParseLogLevel("all"), LogLevel::kDebug);
  EXPECT_EQ(*ParseLogLevel("none"), LogLevel::kNone);
  EXPECT_EQ(ParseLogLevel("WARN").error().message,
            "log level \"WARN\" unknown, must be one of all, debug, info, warn, error, none");
  EXPECT_EQ(*ParseLogFormat("json"), LogFormat::kJson);
  EXPECT_EQ(ParseLogFormat("xml").error().message,
            "log format \"xml\" unknown, must be logfmt or json");
}

}  // namespace
}  // namespace promgate
