#pragma once
// Log lines as prometheus-operator prints them: ts, level, msg, then the pairs (no caller: ours has
// no file names to tell); logfmt or JSON, on stdout (or where SetLog says). Never give a secret to
// a log line: nothing is masked here.
//
//   Log(LogLevel::kInfo, "serving", {{"address", address}, {"tls", "true"}});

#include <initializer_list>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace promgate {

enum class LogLevel { kDebug, kInfo, kWarn, kError, kNone };
enum class LogFormat { kLogfmt, kJson };

using LogPair = std::pair<std::string_view, std::string_view>;

Result<LogLevel> ParseLogLevel(std::string_view name);    // all, debug, info, warn, error, none
Result<LogFormat> ParseLogFormat(std::string_view name);  // logfmt, json

// Set once by main before any thread starts. `fd` is where lines go (1 = stdout).
void SetLog(LogLevel level, LogFormat format, int fd = 1);

// Writes one line with one write(2): lines of several threads do not mix. Invalid UTF-8 is
// replaced.
void Log(LogLevel level, std::string_view message, std::initializer_list<LogPair> pairs = {});

}  // namespace promgate
