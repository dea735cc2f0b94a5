#pragma once
// Regular expressions as Go reads them, through RE2 (sole includer of re2/re2.h).
//
// RE2 and Go's regexp differ in a handful of places (docs/adr on regex); they are settled here, so
// that a pattern is accepted exactly when the Go program that will load it accepts it, and refused
// in Go's words
// ("error parsing regexp: missing closing ): `(`").

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace re2 {
class RE2;
}

namespace promgate {

// Which program will compile the pattern, and how it wraps the text first.
enum class RegexDialect {
  kPlain,          // the bare text (Go's regexp.Compile)
  kRelabel,        // ^(?s:text)$ compiled as one text: `a)(b` is legal
  kPromqlMatcher,  // the bare text is parsed by an older syntax package, then wrapped: =~ and !~
  kAlertmanager,   // ^(?:text)$
};

struct RegexFacts {
  bool matches_empty = false;  // the anchored pattern matches the empty string
};

// Whether `pattern` compiles, and what a validator needs to know of it. Patterns made of plain
// characters and simple operators are judged without compiling; others cost about 10 µs and are
// remembered per thread.
Result<RegexFacts> InspectRegex(std::string_view pattern, RegexDialect dialect);

// A compiled pattern, anchored at both ends.
class Regex {
 public:
  static Result<Regex> Compile(std::string_view pattern, RegexDialect dialect);
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;
  ~Regex();
  bool Matches(std::string_view text) const;

 private:
  explicit Regex(std::unique_ptr<re2::RE2> re);
  std::unique_ptr<re2::RE2> re_;
};

// One class of tokens of a lexer: the longest match at the start of the text, nothing captured. Not
// thread-safe to share without cost (RE2's DFA cache has a lock): keep one per thread.
class TokenPattern {
 public:
  explicit TokenPattern(std::string_view pattern);  // must compile; ours, never a user's
  ~TokenPattern();
  TokenPattern(const TokenPattern&) = delete;
  TokenPattern& operator=(const TokenPattern&) = delete;
  // Length of the match at the start of `text`; 0 when there is none.
  size_t MatchPrefix(std::string_view text) const;

 private:
  std::unique_ptr<re2::RE2> re_;
};

}  // namespace promgate
