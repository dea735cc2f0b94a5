#include "server/commands/lint_region.h"

#include <algorithm>

#include "base/strings.h"

namespace promgate {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";  // no column of its own

// A column that is still to be counted.
struct Wanted {
  size_t offset;
  uint32_t* column;
};

// Counts columns at offsets that never go back.
class ColumnCounter {
 public:
  explicit ColumnCounter(std::string_view text) : text_(text) {
    if (text.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  }

  uint32_t ColumnOf(size_t offset) {
    offset = std::min(offset, text_.size());
    if (offset <= at_) return column_;
    const size_t newline = text_.substr(at_, offset - at_).rfind('\n');
    if (newline != text_.npos) {
      at_ += newline + 1;
      column_ = 1;
    }
    while (at_ < offset) {
      at_ += DecodeRune(text_.substr(at_)).length;
      ++column_;
    }
    return column_;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
  uint32_t column_ = 1;
};

}  // namespace

std::vector<LintRegion> Regions(std::string_view text, const std::vector<LintFinding>& findings) {
  std::vector<LintRegion> regions(findings.size());
  std::vector<Wanted> wanted;
  for (size_t i = 0; i < findings.size(); ++i) {
    const LintFinding& finding = findings[i];
    regions[i].line = finding.begin.line;
    regions[i].end_line = finding.end.line;
    wanted.push_back({finding.begin.offset, &regions[i].column});
    wanted.push_back({finding.end.offset, &regions[i].end_column});
  }
  std::sort(wanted.begin(), wanted.end(),
            [](const Wanted& a, const Wanted& b) { return a.offset < b.offset; });
  ColumnCounter counter(text);
  for (const Wanted& next : wanted) *next.column = counter.ColumnOf(next.offset);
  return regions;
}

}  // namespace promgate
