#include "validate/judge.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

#include "server/commands/commands.h"
#include "server/commands/flags.h"

namespace promgate {
namespace {

// Lines of stdin, bounded. Before it waits for more input it flushes stdout, so that an answer is
// never held back from someone who waits for it, and a full pipe costs one write a block.
class LineReader {
 public:
  // Without the line's end; nullopt at the end of the input. Of a line too long to be a question,
  // enough is kept for AnswerLine to say so.
  std::optional<std::string> Next() {
    std::string line;
    for (;;) {
      const std::string_view rest(block_ + pos_, size_ - pos_);
      const size_t end = rest.find('\n');
      Take(rest.substr(0, end), line);
      if (end != std::string_view::npos) {
        pos_ += end + 1;
        return line;
      }
      pos_ = size_;
      if (!Fill()) return line.empty() ? std::nullopt : std::optional(std::move(line));
    }
  }

 private:
  static void Take(std::string_view piece, std::string& line) {
    line += piece.substr(0, kMaxQuestionBytes + 1 - line.size());
  }

  bool Fill() {
    std::fflush(stdout);
    ssize_t got = 0;
    do {
      got = read(STDIN_FILENO, block_, sizeof block_);
    } while (got < 0 && errno == EINTR);
    pos_ = 0;
    size_ = got > 0 ? static_cast<size_t>(got) : 0;
    return size_ > 0;
  }

  char block_[64 << 10];
  size_t pos_ = 0, size_ = 0;
};

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == line.npos;
}

}  // namespace

int JudgeCommand(const Arguments& args) {
  FlagSet flags{
      "judge",
      "Answers one question a line (JSON, `what` names the question) with one line, in order."};
  if (const std::optional<int> exit = ParseFlags(flags, args)) return *exit;
  LineReader lines;
  while (const std::optional<std::string> line = lines.Next()) {
    if (IsBlank(*line)) continue;
    const std::string text = DumpJson(AnswerLine(*line)) + '\n';
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) return kExitUsage;
  }
  return std::fflush(stdout) == 0 ? kExitFine : kExitUsage;
}

}  // namespace promgate
