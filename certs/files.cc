#include "certs/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "base/strings.h"

namespace promgate::certs {
namespace {

Error Failed(std::string_view verb, const std::string& path, int number) {
  return {number == EEXIST ? Code::kConflict : Code::kUnavailable,
          StrCat({"cannot ", verb, " ", path, ": ", std::generic_category().message(number)})};
}

// Writes, syncs and closes. 0, or errno.
int WriteAndClose(int fd, std::string_view text, mode_t mode) {
  int number = fchmod(fd, mode) == 0 ? 0 : errno;
  while (number == 0 && !text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR) number = errno;
    if (written > 0) text.remove_prefix(static_cast<size_t>(written));
  }
  if (number == 0 && fsync(fd) != 0) number = errno;
  if (close(fd) != 0 && number == 0) number = errno;
  return number;
}

}  // namespace

Result<void> WriteWhole(const std::string& path, std::string_view text, mode_t mode, bool replace) {
  std::string temporary = path + ".XXXXXX";
  const int fd = mkostemp(temporary.data(), O_CLOEXEC);  // mode 0600
  if (fd < 0) return Failed("write", path, errno);
  int number = WriteAndClose(fd, text, mode);
  if (number == 0) {
    const int moved = replace ? std::rename(temporary.c_str(), path.c_str())
                              : link(temporary.c_str(), path.c_str());
    if (moved != 0) number = errno;
  }
  if (number != 0 || !replace) unlink(temporary.c_str());
  if (number != 0) return Failed("write", path, number);
  return {};
}

}  // namespace promgate::certs
