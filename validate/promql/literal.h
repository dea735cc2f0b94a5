#pragma once
// Numbers and strings as PromQL writes them: where they end, what they mean, what is wrong with
// them. Source: Prometheus promql/parser/lex.go, util/strutil/quote.go; Go's strconv for the value
// of a number.

#include <optional>
#include <string>
#include <string_view>

namespace promgate::promql {

// How far Prometheus' lexer reads a number or a duration, and what it takes it for.
struct NumberScan {
  enum class Kind : uint8_t { kNumber, kDuration, kBad } kind = Kind::kBad;
  size_t length = 0;  // of kBad: up to and including the character that spoils it
};

// For text that starts with a digit, or with a dot and a digit. Exact on every odd form: 1_000,
// .5.5, 0xee, 5h3.
NumberScan ScanNumber(std::string_view text);

// The value of a number token; infinite where it is too large.
struct NumberValue {
  double value = 0;
  std::string error;  // Go's words: strconv.ParseFloat: parsing "1e": invalid syntax
};
NumberValue ParseNumber(std::string_view text);

// The value of a string token that the lexer has let pass, quotes and all.
std::string Unquote(std::string_view token);

// What is wrong with the string that starts `text` (with its quote) and that no pattern matches.
std::string StringError(std::string_view text);

}  // namespace promgate::promql
