#include "server/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace promgate {
namespace {

std::string ReadFile(const char* path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string_view> SplitBlanks(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const size_t begin = text.find_first_not_of(" \n");
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    const size_t end = std::min(text.find_first_of(" \n"), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

double Number(std::string_view text) {
  uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return static_cast<double>(value);
}

// Seconds since the epoch at which the machine started; negative when unknown.
double BootTime() {
  const std::string stat = ReadFile("/proc/stat");
  const size_t at = stat.find("\nbtime ");
  return at == std::string::npos
             ? -1
             : Number(std::string_view(stat).substr(at + 7, stat.find('\n', at + 1) - at - 7));
}

// Fields of /proc/self/stat as proc(5) numbers them, counted from what follows the program's name:
// that may hold blanks and parentheses, the last of which ends it.
constexpr size_t kFirstField = 3, kUserTicks = 14, kSystemTicks = 15, kThreads = 20,
                 kStartTicks = 22, kVirtualBytes = 23, kResidentPages = 24;

void ScrapeStat(Scrape& scrape) {
  const std::string stat = ReadFile("/proc/self/stat");
  const size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return;
  const std::vector<std::string_view> fields =
      SplitBlanks(std::string_view(stat).substr(name_end + 1));
  if (fields.size() <= kResidentPages - kFirstField) return;
  const auto field = [&](size_t number) { return Number(fields[number - kFirstField]); };
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  scrape.Add(Metric::kProcessCpu, (field(kUserTicks) + field(kSystemTicks)) / ticks);
  scrape.Add(Metric::kProcessThreads, field(kThreads));
  scrape.Add(Metric::kProcessVirtual, field(kVirtualBytes));
  scrape.Add(Metric::kProcessResident,
             field(kResidentPages) * static_cast<double>(sysconf(_SC_PAGESIZE)));
  if (const double boot = BootTime(); boot >= 0)
    scrape.Add(Metric::kProcessStart, boot + field(kStartTicks) / ticks);
}

void ScrapeDescriptors(Scrape& scrape) {
  std::error_code error;
  const std::filesystem::directory_iterator open("/proc/self/fd", error);
  if (!error) {
    const auto count =
        std::distance(begin(open), end(open)) - 1;  // without the one that lists them
    scrape.Add(Metric::kProcessOpenFds, static_cast<double>(count));
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
    scrape.Add(Metric::kProcessMaxFds, static_cast<double>(limit.rlim_cur));
}

}  // namespace

void ScrapeProcess(Scrape& scrape) {
  ScrapeStat(scrape);
  ScrapeDescriptors(scrape);
}

}  // namespace promgate
