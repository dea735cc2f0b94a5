#pragma once
// Regular expressions as Go reads them, run by RE2 (sole includer of re2/re2.h).
//
// A pattern is accepted exactly when the Go program that will load it accepts it, and refused in
// Go's words ("error parsing regexp: missing closing ): `(`"). RE2 alone cannot promise that
// (docs/adr/0005), so base/regex_syntax.h reads Go's grammar and RE2 gets only what passed.

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

// Whether `pattern` compiles, and what a validator needs to know of it. Nothing is compiled: linear
// in the pattern, 0.05 to 0.3 µs for usual ones, and bounded in memory for any.
Result<RegexFacts> InspectRegex(std::string_view pattern, RegexDialect dialect);

// A compiled pattern, anchored at both ends (a relabel pattern as far as its wrapping anchors it).
// May be shared between threads.
class Regex {
 public:
  // Costs 2 to 20 µs, and up to 50 ms where a hostile pattern exhausts RE2's memory: kUnavailable,
  // as for the few character classes that RE2 lacks (\p{ASCII}, \p{Assigned}, \p{Cn}, \p{LC}).
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
