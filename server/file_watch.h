#pragma once
// Tells when files may have changed, so that certificates are re-read.
//
// The folders of the files are watched with inotify, which also sees Kubernetes swap the `..data`
// link of a mounted Secret; besides, `poll` passes between two looks at most, for file systems that
// do not tell.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "server/fd.h"

namespace promgate {

class FileWatch {
 public:
  // `changed` is called on a thread of the watch's own, once for what happens together, and may
  // find nothing new.
  static Result<std::unique_ptr<FileWatch>> Start(
      const std::vector<std::string>& files, std::function<void()> changed,
      std::chrono::milliseconds poll = std::chrono::seconds(10));
  ~FileWatch();  // waits for a `changed` that is running
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

 private:
  FileWatch(Fd notify, Fd stop, std::function<void()> changed, std::chrono::milliseconds poll);
  void Run();

  const Fd notify_, stop_;
  const std::function<void()> changed_;
  const std::chrono::milliseconds poll_;
  std::thread thread_;
};

}  // namespace promgate
