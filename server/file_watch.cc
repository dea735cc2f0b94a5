#include "server/file_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <utility>

namespace promgate {
namespace {

constexpr uint32_t kEvents = IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_DELETE;
// Certificate and key are written one after the other: look when it has been quiet for this long.
constexpr std::chrono::milliseconds kQuiet{50};

enum class Heard { kNothing, kChange, kStop };

void Drain(int fd) {
  std::array<char, 4096> events{};
  while (::read(fd, events.data(), events.size()) > 0) continue;
}

Heard WaitForChange(int notify, int stop, std::chrono::milliseconds timeout) {
  std::array<pollfd, 2> fds = {pollfd{stop, POLLIN, 0}, pollfd{notify, POLLIN, 0}};
  const int ready = ::poll(fds.data(), fds.size(), static_cast<int>(timeout.count()));
  if (ready <= 0) return Heard::kNothing;
  if (fds[0].revents != 0) return Heard::kStop;
  Drain(notify);
  return Heard::kChange;
}

}  // namespace

Result<std::unique_ptr<FileWatch>> FileWatch::Start(const std::vector<std::string>& files,
                                                    std::function<void()> changed,
                                                    std::chrono::milliseconds poll) {
  Fd stop(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!stop) return Error{Code::kInternal, std::string("eventfd: ") + std::strerror(errno)};
  // Without inotify (its instances are few, and shared by all of a user's processes) there is still
  // the poll.
  Fd notify(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  std::set<std::string> folders;
  for (const std::string& file : files) {
    const std::string folder = std::filesystem::path(file).parent_path().string();
    if (!file.empty()) folders.insert(folder.empty() ? "." : folder);
  }
  for (const std::string& folder : folders)
    ::inotify_add_watch(notify.get(), folder.c_str(), kEvents);
  return std::unique_ptr<FileWatch>(
      new FileWatch(std::move(notify), std::move(stop), std::move(changed), poll));
}

FileWatch::FileWatch(Fd notify, Fd stop, std::function<void()> changed,
                     std::chrono::milliseconds poll)
    : notify_(std::move(notify)),
      stop_(std::move(stop)),
      changed_(std::move(changed)),
      poll_(poll) {
  thread_ = std::thread([this] { Run(); });
}

FileWatch::~FileWatch() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(stop_.get(), &one, sizeof one);
  thread_.join();
}

void FileWatch::Run() {
  for (;;) {
    const Heard heard = WaitForChange(notify_.get(), stop_.get(), poll_);
    if (heard == Heard::kStop) return;
    if (heard == Heard::kChange) {
      // A folder that never gets quiet must not keep us from looking.
      for (int i = 0; i < 20; ++i) {
        const Heard more = WaitForChange(notify_.get(), stop_.get(), kQuiet);
        if (more == Heard::kStop) return;
        if (more == Heard::kNothing) break;
      }
    }
    changed_();
  }
}

}  // namespace promgate
