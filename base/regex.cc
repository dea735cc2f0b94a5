#include "base/regex.h"

#include <re2/re2.h>
#include <re2/stringpiece.h>

#include <cassert>
#include <utility>

#include "base/regex_syntax.h"
#include "base/strings.h"

namespace promgate {
namespace {

// RE2's own default. Where a pattern needs more it gives up, after about 50 ms; Go sets itself no
// such bound, so what it takes and we cannot run is called unavailable, not invalid.
constexpr int64_t kMaxMemory = 8 << 20;

struct DialectRow {
  std::string_view before, after;  // what the program puts around the text
  UnicodeNames names;
};

// In the order of RegexDialect.
constexpr DialectRow kDialects[] = {
    {"", "", UnicodeNames::kLoose},
    {"^(?s:", ")$", UnicodeNames::kLoose},
    {"", "", UnicodeNames::kExact},
    {"^(?:", ")$", UnicodeNames::kLoose},
};

// Prometheus recognises a list of plain words before it parses anything, even where they are not
// UTF-8. Source: model/labels optimizeAlternatingLiterals of Prometheus 3.14.
bool IsListOfWords(std::string_view pattern) {
  return pattern.find_first_of("\\.+*?()[]{}^$") == std::string_view::npos;
}

bool HasEmptyWord(std::string_view words) {
  return words.empty() || words.front() == '|' || words.back() == '|' ||
         words.find("||") != std::string_view::npos;
}

// `text` is the pattern in its wrapping.
Result<RegexSyntax> ReadAs(std::string_view text, RegexDialect dialect) {
  Result<RegexSyntax> syntax = ReadRegexSyntax(text, kDialects[static_cast<size_t>(dialect)].names);
  if (dialect != RegexDialect::kPromqlMatcher) return syntax;
  if (!syntax && IsListOfWords(text)) return RegexSyntax{.matches_empty = HasEmptyWord(text)};
  if (syntax && !syntax->anchors_fit) {  // what parsed is wrapped and compiled again
    return RegexFailure(regex_words::kNesting, StrCat({"^(?s:", text, ")$"}));
  }
  return syntax;
}

std::string Wrap(std::string_view pattern, RegexDialect dialect) {
  const DialectRow& row = kDialects[static_cast<size_t>(dialect)];
  return StrCat({row.before, pattern, row.after});
}

std::string Apply(std::string_view pattern, const std::vector<RegexEdit>& edits) {
  std::string out;
  size_t done = 0;
  for (const RegexEdit& edit : edits) {
    out.append(pattern.substr(done, edit.offset - done));
    out.append(edit.text);
    done = edit.offset + edit.length;
  }
  out.append(pattern.substr(done));
  return out;
}

// RE2's own view of text: re2::StringPiece on Debian 12; on Debian 13 absl::string_view, to which
// std::string_view does not convert there.
re2::StringPiece Piece(std::string_view text) {
  return {text.data(), text.size()};
}

re2::RE2::Options Quietly() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return options;
}

}  // namespace

Result<RegexFacts> InspectRegex(std::string_view pattern, RegexDialect dialect) {
  const DialectRow& row = kDialects[static_cast<size_t>(dialect)];
  std::string wrapped;
  if (!row.before.empty()) {
    wrapped = Wrap(pattern, dialect);
    pattern = wrapped;
  }
  Result<RegexSyntax> syntax = ReadAs(pattern, dialect);
  if (!syntax) return syntax.error();
  return RegexFacts{syntax->matches_empty};
}

Result<Regex> Regex::Compile(std::string_view pattern, RegexDialect dialect) {
  const std::string wrapped = Wrap(pattern, dialect);
  Result<RegexSyntax> syntax = ReadAs(wrapped, dialect);
  if (!syntax) return syntax.error();
  std::string text = Apply(wrapped, syntax->edits);
  const bool bare = dialect == RegexDialect::kPlain || dialect == RegexDialect::kPromqlMatcher;
  const std::string_view dot_matches_all = dialect == RegexDialect::kPromqlMatcher ? "s" : "";
  if (bare) text = StrCat({"^(?", dot_matches_all, ":", text, ")$"});
  re2::RE2::Options options = Quietly();
  options.set_never_capture(true);
  options.set_max_mem(kMaxMemory);
  auto re = std::make_unique<re2::RE2>(Piece(text), options);
  if (!re->ok()) {
    return Error{Code::kUnavailable,
                 StrCat({"regular expression beyond what we can run: ", re->error()})};
  }
  return Regex(std::move(re));
}

Regex::Regex(std::unique_ptr<re2::RE2> re) : re_(std::move(re)) {}
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

bool Regex::Matches(std::string_view text) const {
  // Go takes a byte that is not UTF-8 for U+FFFD; RE2 lets nothing match it.
  std::string valid;
  if (!IsValidUtf8(text)) {
    valid = ToValidUtf8(text);
    text = valid;
  }
  return re_->Match(Piece(text), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

TokenPattern::TokenPattern(std::string_view pattern) {
  re2::RE2::Options options = Quietly();
  options.set_longest_match(true);
  options.set_never_capture(true);
  re_ = std::make_unique<re2::RE2>(Piece(pattern), options);
  assert(re_->ok());
}

TokenPattern::~TokenPattern() = default;

size_t TokenPattern::MatchPrefix(std::string_view text) const {
  re2::StringPiece match;
  const bool found = re_->Match(Piece(text), 0, text.size(), re2::RE2::ANCHOR_START, &match, 1);
  return found ? match.size() : 0;
}

}  // namespace promgate
