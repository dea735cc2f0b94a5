// What Go's grammar takes, RE2 takes too (unless it is beyond RE2's means), and both agree on
// whether the empty string matches.

#include <cstdint>
#include <cstdlib>

#include "base/regex.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using promgate::Code;
  using promgate::RegexDialect;
  const std::string_view pattern(reinterpret_cast<const char*>(data), size);
  for (RegexDialect dialect : {RegexDialect::kPlain, RegexDialect::kRelabel,
                               RegexDialect::kPromqlMatcher, RegexDialect::kAlertmanager}) {
    const auto facts = promgate::InspectRegex(pattern, dialect);
    const auto regex = promgate::Regex::Compile(pattern, dialect);
    if (!regex) {
      if (facts.ok() != (regex.error().code == Code::kUnavailable)) std::abort();
      continue;
    }
    if (!facts || facts->matches_empty != regex->Matches("")) std::abort();
    regex->Matches("some text, \xff and \n more");
  }
  return 0;
}
