#include "base/log.h"

#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json.h"
#include "base/printable.h"
#include "base/strings.h"

namespace promgate {
namespace {

struct LevelName {
  std::string_view name;
  LogLevel level;
};
constexpr LevelName kLevels[] = {
    {"debug", LogLevel::kDebug}, {"info", LogLevel::kInfo}, {"warn", LogLevel::kWarn},
    {"error", LogLevel::kError}, {"none", LogLevel::kNone}, {"all", LogLevel::kDebug},
};

struct Sink {
  LogLevel level = LogLevel::kInfo;
  LogFormat format = LogFormat::kLogfmt;
  int fd = STDOUT_FILENO;
};
Sink g_sink;  // written by SetLog before threads start, read-only from then on

std::string_view NameOf(LogLevel level) {
  for (const LevelName& row : kLevels) {
    if (row.level == level) return row.name;
  }
  return "info";
}

// RFC 3339 with nanoseconds, UTC.
std::string Timestamp() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  tm parts{};
  gmtime_r(&now.tv_sec, &parts);
  char text[64];
  const size_t length = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text + length, sizeof text - length, ".%09ldZ", now.tv_nsec);
  return text;
}

// As log/slog's text handler decides: whatever would not read back as one word.
bool NeedsQuotes(std::string_view value) {
  if (value.empty()) return true;
  while (!value.empty()) {
    const Rune rune = DecodeRune(value);
    if (rune.value == ' ' || rune.value == '=' || rune.value == '"' || !IsPrintable(rune.value)) {
      return true;
    }
    value.remove_prefix(rune.length);
  }
  return false;
}

// A line under construction in either format.
class Line {
 public:
  explicit Line(LogFormat format) : json_(format == LogFormat::kJson) {}

  void Add(std::string_view key, std::string_view value) {
    const std::string valid = ToValidUtf8(value);
    const char separator = json_ ? ',' : ' ';
    if (!text_.empty()) text_.push_back(separator);
    if (json_) {
      text_ += StrCat({DumpJson(Json(key)), ":", DumpJson(Json(valid))});
    } else {
      text_ += StrCat({key, "=", NeedsQuotes(valid) ? GoQuote(valid) : valid});
    }
  }

  std::string Finish() && { return json_ ? StrCat({"{", text_, "}\n"}) : StrCat({text_, "\n"}); }

 private:
  bool json_;
  std::string text_;
};

// A log that cannot be written has nobody to tell: errors other than an interruption end the
// attempt.
void WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    text.remove_prefix(static_cast<size_t>(n));
  }
}

}  // namespace

Result<LogLevel> ParseLogLevel(std::string_view name) {
  for (const LevelName& row : kLevels) {
    if (row.name == name) return row.level;
  }
  return Error{Code::kInvalid,
               StrCat({"log level ", GoQuote(name),
                       " unknown, must be one of all, debug, info, warn, error, none"})};
}

Result<LogFormat> ParseLogFormat(std::string_view name) {
  if (name == "logfmt") return LogFormat::kLogfmt;
  if (name == "json") return LogFormat::kJson;
  return Error{Code::kInvalid,
               StrCat({"log format ", GoQuote(name), " unknown, must be logfmt or json"})};
}

void SetLog(LogLevel level, LogFormat format, int fd) {
  g_sink = {level, format, fd};
}

void Log(LogLevel level, std::string_view message, std::initializer_list<LogPair> pairs) {
  if (level < g_sink.level || level == LogLevel::kNone) return;
  Line line(g_sink.format);
  line.Add("ts", Timestamp());
  line.Add("level", NameOf(level));
  line.Add("msg", message);
  for (const LogPair& pair : pairs) line.Add(pair.first, pair.second);
  WriteAll(g_sink.fd, std::move(line).Finish());
}

}  // namespace promgate
