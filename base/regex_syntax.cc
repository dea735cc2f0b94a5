#include "base/regex_syntax.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace promgate {
namespace {

namespace words = regex_words;

// Go's limits on what a pattern may grow to.
constexpr uint32_t kMaxHeight = 1000;
constexpr uint32_t kMaxRepeat = 1000;
constexpr uint64_t kMaxSize = (128 << 20) / 40;  // 128 MiB of instructions
// Ours: Go lets (?: nest without end.
constexpr size_t kMaxOpenGroups = 10'000;

constexpr size_t kNowhere = std::string_view::npos;

// What has to be known of a part of the pattern: the shape and size of the tree that Go would hold.
struct Piece {
  enum class Kind : uint8_t { kLiteral, kSequence, kChoice, kOther };
  Kind kind = Kind::kOther;
  bool matches_empty = false;
  uint32_t height = 1;
  uint32_t repeats = 1;  // the largest product of nested repeat counts
  uint64_t size = 1;     // instructions
};

constexpr Piece kRune{Piece::Kind::kLiteral};
constexpr Piece kOneOf{Piece::Kind::kOther};  // a class, or a dot
constexpr Piece kNothing{Piece::Kind::kOther, true};

Piece Higher(Piece piece, uint64_t size) {
  piece.kind = Piece::Kind::kOther;
  ++piece.height;
  piece.size = std::max<uint64_t>(1, size);
  return piece;
}

Piece Captured(const Piece& inner) {
  return Higher(inner, inner.size + 2);
}

Piece Repeated(const Piece& inner, RepeatCount count) {
  const auto least = static_cast<uint64_t>(count.least);
  const auto most = static_cast<uint64_t>(std::max(count.most, 0));
  uint64_t size = most * inner.size + (most - std::min(least, most));
  if (count.most < 0) size = least == 0 ? inner.size + 2 : least * inner.size + 1;
  Piece out = Higher(inner, size);
  out.matches_empty = inner.matches_empty || count.least == 0;
  const uint64_t times = std::max<uint64_t>(1, count.most < 0 ? least : most);
  // {0} and {0,0} keep nothing, whatever is inside.
  out.repeats = count.most == 0
                    ? 1
                    : static_cast<uint32_t>(std::min<uint64_t>(UINT32_MAX, times * inner.repeats));
  return out;
}

// The pieces of a sequence or the branches of a choice, added up. A sequence in a sequence
// dissolves into it, a choice in a choice too, and neighbouring literals are one.
class Sum {
 public:
  explicit Sum(Piece::Kind kind) : kind_(kind), matches_empty_(kind == Piece::Kind::kSequence) {}

  void Add(const Piece& piece) {
    const bool literal = piece.kind == Piece::Kind::kLiteral;
    const bool dissolves = piece.kind == kind_;
    if (kind_ == Piece::Kind::kSequence) {
      matches_empty_ = matches_empty_ && piece.matches_empty;
      if (!(literal && ends_in_literal_)) count_ += dissolves ? 2 : 1;
    } else {
      matches_empty_ = matches_empty_ || piece.matches_empty;
      count_ += dissolves ? 2 : 1;
      if (count_ > 1) ++size_;  // each further branch costs an instruction
    }
    ends_in_literal_ = literal;
    last_kind_ = piece.kind;
    height_ = std::max(height_, dissolves ? piece.height - 1 : piece.height);
    repeats_ = std::max(repeats_, piece.repeats);
    size_ += piece.size;
  }

  Piece Total() const {
    if (count_ == 0) return kNothing;
    if (count_ == 1) return {last_kind_, matches_empty_, height_, repeats_, size_};
    return {kind_, matches_empty_, height_ + 1, repeats_, size_};
  }

 private:
  Piece::Kind kind_;
  bool matches_empty_;
  bool ends_in_literal_ = false;
  Piece::Kind last_kind_ = Piece::Kind::kOther;
  uint32_t count_ = 0, height_ = 0, repeats_ = 1;
  uint64_t size_ = 0;
};

// The inside of a pair of parentheses, or of the whole pattern.
struct Group {
  bool captures = false;
  Sum branches{Piece::Kind::kChoice};
  Sum sequence{Piece::Kind::kSequence};
  bool has_last = false;
  Piece last;  // not yet in `sequence`: an operator may follow
};

class SyntaxReader {
 public:
  SyntaxReader(std::string_view pattern, UnicodeNames names) : scan_(pattern, names) {}

  Result<RegexSyntax> Read() {
    while (!scan_.AtEnd()) {
      if (!Step()) return scan_.error();
    }
    if (!outer_.empty()) {
      FailWhole(words::kMissingParen);
      return scan_.error();
    }
    EndBranch();
    const Piece whole = group_.branches.Total();
    if (!WithinLimits(whole)) return scan_.error();
    Sum anchored(Piece::Kind::kSequence);
    for (const Piece& piece : {kNothing, whole, kNothing}) anchored.Add(piece);
    const bool anchors_fit = anchored.Total().height <= kMaxHeight;
    return RegexSyntax{whole.matches_empty, anchors_fit, scan_.TakeEdits()};
  }

 private:
  bool FailWhole(std::string_view what) { return scan_.Fail(what, 0, scan_.Pattern().size()); }

  bool WithinLimits(const Piece& piece) {
    if (piece.size > kMaxSize) return FailWhole(words::kLarge);
    if (piece.height > kMaxHeight) return FailWhole(words::kNesting);
    return true;
  }

  bool Push(const Piece& piece) {
    if (group_.has_last) group_.sequence.Add(group_.last);
    group_.last = piece;
    group_.has_last = true;
    return true;
  }

  // Reads one rune, escape, class, parenthesis or operator.
  bool Step() {
    const size_t previous_repeat = std::exchange(repeat_begin_, kNowhere);
    switch (scan_.Peek()) {
      case '(':
        return OpenGroup();
      case ')':
        return CloseGroup();
      case '|':
        scan_.Skip(1);
        EndBranch();
        return true;
      case '^':
      case '$':
        scan_.Skip(1);
        return Push(kNothing);
      case '.':
        scan_.Skip(1);
        return Push(kOneOf);
      case '[':
        return scan_.TakeClass() && Push(kOneOf);
      case '*':
        return TakeOperator({0, -1}, previous_repeat);
      case '+':
        return TakeOperator({1, -1}, previous_repeat);
      case '?':
        return TakeOperator({0, 1}, previous_repeat);
      case '{':
        return TakeCounted(previous_repeat);
      case '\\':
        return TakeBackslash();
      default:
        return scan_.TakeRune() && Push(kRune);
    }
  }

  void EndBranch() {
    if (group_.has_last) group_.sequence.Add(group_.last);
    group_.has_last = false;
    group_.branches.Add(group_.sequence.Total());
    group_.sequence = Sum(Piece::Kind::kSequence);
  }

  bool OpenGroup() {
    bool captures = true;
    if (scan_.Peek(1) == '?') {
      const size_t name_begin = NameBegin();
      if (name_begin == kNowhere) return TakeFlags();
      if (!TakeGroupName(name_begin)) return false;
    } else {
      scan_.Skip(1);
    }
    return Nest(captures);
  }

  bool Nest(bool captures) {
    if (outer_.size() >= kMaxOpenGroups) return FailWhole(words::kNesting);
    outer_.push_back(std::exchange(group_, Group()));
    group_.captures = captures;
    return true;
  }

  bool CloseGroup() {
    if (outer_.empty()) return FailWhole(words::kUnexpectedParen);
    scan_.Skip(1);
    EndBranch();
    Piece piece = group_.branches.Total();
    if (group_.captures) piece = Captured(piece);
    group_ = outer_.back();
    outer_.pop_back();
    return WithinLimits(piece) && Push(piece);
  }

  // Where the name stands in (?P<name> or (?<name>; kNowhere in anything else.
  size_t NameBegin() const {
    const std::string_view rest = scan_.Rest();
    if (rest.size() > 4 && rest.starts_with("(?P<")) return scan_.Position() + 4;
    if (rest.size() > 3 && rest.starts_with("(?<")) return scan_.Position() + 3;
    return kNowhere;
  }

  bool TakeGroupName(size_t name_begin) {
    const size_t begin = scan_.Position();
    const std::string_view pattern = scan_.Pattern();
    const size_t name_end = pattern.find('>', begin);
    if (name_end == kNowhere) {
      return scan_.CheckUtf8(begin, pattern.size()) &&
             scan_.Fail(words::kNamedCapture, begin, pattern.size());
    }
    if (!scan_.CheckUtf8(name_begin, name_end)) return false;
    const std::string_view name = pattern.substr(name_begin, name_end - name_begin);
    const bool valid = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
    if (!valid) return scan_.Fail(words::kNamedCapture, begin, name_end + 1);
    scan_.Edit(begin, name_end + 1, "(");  // RE2 knows neither (?<name> nor one name twice
    scan_.Skip(name_end + 1 - begin);
    return true;
  }

  // (?i) or (?i: and what else may stand there. Flags change neither the verdict nor whether the
  // empty string matches.
  bool TakeFlags() {
    const size_t begin = scan_.Position();
    scan_.Skip(2);
    bool negated = false, seen = false;  // `seen`: a flag since the beginning or the minus
    while (!scan_.AtEnd()) {
      const std::optional<char32_t> c = scan_.TakeRune();
      if (!c) return false;
      if (*c == 'i' || *c == 'm' || *c == 's' || *c == 'U') {
        seen = true;
      } else if (*c == '-' && !negated) {
        negated = true;
        seen = false;
      } else if ((*c == ':' || *c == ')') && (seen || !negated)) {
        return *c == ')' || Nest(false);
      } else {
        break;
      }
    }
    return scan_.Fail(words::kPerlSyntax, begin, scan_.Position());
  }

  bool TakeCounted(size_t previous_repeat) {
    const size_t begin = scan_.Position();
    const std::optional<RepeatCount> count = scan_.TakeRepeatCount();
    if (!count) {
      scan_.Skip(1);
      return Push(kRune);
    }
    const int limit = static_cast<int>(kMaxRepeat);
    const bool reversed = count->most >= 0 && count->least > count->most;
    if (count->least < 0 || count->least > limit || count->most > limit || reversed) {
      return scan_.Fail(words::kRepeatCount, begin, scan_.Position());
    }
    if (!Repeat(*count, begin, previous_repeat)) return false;
    if (group_.last.repeats <= kMaxRepeat || (count->least < 2 && count->most < 2)) return true;
    return scan_.Fail(words::kRepeatCount, begin, scan_.Position());
  }

  bool TakeOperator(RepeatCount count, size_t previous_repeat) {
    const size_t begin = scan_.Position();
    scan_.Skip(1);
    return Repeat(count, begin, previous_repeat);
  }

  // Applies an operator that begins at `begin` and has been read; a '?' may still follow it.
  bool Repeat(RepeatCount count, size_t begin, size_t previous_repeat) {
    scan_.SkipIf('?');
    if (previous_repeat != kNowhere) {
      return scan_.Fail(words::kRepeatOperator, previous_repeat, scan_.Position());
    }
    if (!group_.has_last) return scan_.Fail(words::kMissingArgument, begin, scan_.Position());
    group_.last = Repeated(group_.last, count);
    repeat_begin_ = begin;
    return WithinLimits(group_.last);
  }

  bool TakeBackslash() {
    switch (scan_.Peek(1)) {
      case 'A':
      case 'z':
      case 'B':
        scan_.Skip(2);
        return Push(kNothing);
      case 'b':
        scan_.Skip(2);
        return Push(kOneOf);  // like a class, it never matches in the empty string
      case 'C':
        return scan_.Fail(words::kEscape, scan_.Position(), scan_.Position() + 2);
      case 'Q':
        return TakeQuoted();
      default:
        break;
    }
    if (scan_.AtUnicodeClass()) return scan_.TakeUnicodeClass() && Push(kOneOf);
    if (scan_.TakePerlClass()) return Push(kOneOf);
    return scan_.TakeEscape() && Push(kRune);
  }

  // \Q…\E; the \E may be missing.
  bool TakeQuoted() {
    scan_.Skip(2);
    const size_t end =
        std::min(scan_.Pattern().find("\\E", scan_.Position()), scan_.Pattern().size());
    if (!scan_.CheckUtf8(scan_.Position(), end)) return false;
    while (scan_.Position() < end) {
      if (!scan_.TakeRune() || !Push(kRune)) return false;
    }
    if (scan_.AtEnd()) {
      scan_.Edit(end, end, "\\E");  // or it would swallow what is put around the pattern
    } else {
      scan_.Skip(2);
    }
    return true;
  }

  RegexScanner scan_;
  std::vector<Group> outer_;  // the groups around `group_`
  Group group_;
  size_t repeat_begin_ = kNowhere;  // of the operator just read
};

}  // namespace

Result<RegexSyntax> ReadRegexSyntax(std::string_view pattern, UnicodeNames names) {
  return SyntaxReader(pattern, names).Read();
}

}  // namespace promgate
