#include "tests/diff/small_grammars.h"

namespace promgate::diff {
namespace {

constexpr std::string_view kUnits[] = {"y", "w", "d", "h", "m", "s", "ms"};
constexpr std::string_view kOddUnits[] = {"M", "us", "sec", "", "µs", "H", "mo", "."};
constexpr std::string_view kCounts[] = {"1",
                                        "5",
                                        "90",
                                        "007",
                                        "0",
                                        "292",
                                        "293",
                                        "365",
                                        "106751",
                                        "9223372036854775807",
                                        "99999999999999999999"};
constexpr std::string_view kOddCounts[] = {"", "-1", "+1", "1.5", "1e3", "0x1", " 1", "١"};

constexpr std::string_view kAtoms[] = {
    "a",      "b",          "prod", "0",   ".",     " ",     "-",          "é",
    "🙂",   "\\.",        "\\d",  "\\W", "\\s",   "\\pL",  "\\p{Greek}", "\\P{Lu}",
    "\\x41",  "\\x{1F642}", "\\n",  "\\t", "\\101", "\\0",   "\\Qa.b\\E",  "\\A",
    "\\z",    "\\b",        "\\B",  "^",   "$",     "[a-z]", "[^0-9]",     "[[:alpha:]]",
    "[\\d_]", "[a\\-z]",    "[]a]", "[.]", "[é-ü]", "}",     "]"};
constexpr std::string_view kOddAtoms[] = {
    "\\1",         "\\Z",     "\\C",         "\\Qa",       "\\p{greek}",  "\\p{Any}", "\\p{Nope}",
    "\\pN",        "\\x",     "\\x{110000}", "\\8",        "\\_",         "\\é",      "\\",
    "[",           "[]",      "[z-a]",       "[[:nope:]]", "[[:^word:]]", "[^\\PL]",  "[a",
    "(?",          "(?P<",    ")",           "(",          "{",           "{1}",      "\\k<n>",
    "\\G",         "\\cA",    "\\e",         "[\\b]",      "[a-\\d]",     "\xff",     "\\\xff",
    "\\p{^Greek}", "\\P{^L}", "\\p{ASCII}",  "\\h",        "(?#c)",       "(?>a)",    "(?=a)",
    "(?<!a)",      "(?|a)"};
constexpr std::string_view kRepeats[] = {"*",   "+",     "?",    "*?",  "+?",  "??",
                                         "{2}", "{1,3}", "{2,}", "{0}", "{3}?"};
constexpr std::string_view kOddRepeats[] = {"**",     "++",     "{,3}", "{3,1}",     "{1001}",
                                            "{1000}", "{2}{3}", "{",    "{a}",       "{1,2,3}",
                                            "*{2}",   "{ 1}",   "{-1}", "{999,1000}"};
constexpr std::string_view kGroups[] = {"(", "(?:", "(?i:", "(?P<n>", "(?s-i:", "(?<m>", "(?U:"};
constexpr std::string_view kOddGroups[] = {"(?P<1>", "(?P<>", "(?P=n)", "(?x:",  "(?-:",
                                           "(?i-)",  "(?ii:", "(?P<n",  "(?'n'", "(?<é>",
                                           "(?i)",   "(?-s)", "(?^:"};

constexpr std::string_view kNameParts[] = {"a",
                                           "_",
                                           "9",
                                           ":",
                                           "Z",
                                           "__name__",
                                           ".",
                                           "-",
                                           " ",
                                           "é",
                                           "\n",
                                           "\xff",
                                           "\xc3",
                                           "\xed\xa0\x80",
                                           "\xf4\x90\x80\x80",
                                           "🙂",
                                           "$",
                                           "\xc0\x80"};

}  // namespace

std::string RandomDuration(Random& random) {
  std::string out;
  size_t unit = random.Below(std::size(kUnits));
  for (size_t n = 1 + random.Below(4); n > 0 && unit < std::size(kUnits); --n) {
    out += random.Text(random.Chance(96) ? std::span<const std::string_view>(kCounts) : kOddCounts);
    out += random.Chance(96) ? std::string(kUnits[unit]) : random.Text(kOddUnits);
    unit = random.Chance(90) ? unit + 1 + random.Below(2) : random.Below(std::size(kUnits));
  }
  return out;
}

std::string RandomRegex(Random& random, int depth) {
  std::string out;
  for (size_t n = random.Below(4); n > 0 || out.empty(); n -= n > 0 ? 1 : 0) {
    std::string piece;
    if (depth > 0 && random.Chance(25)) {
      piece =
          random.Text(random.Chance(90) ? std::span<const std::string_view>(kGroups) : kOddGroups);
      piece += RandomRegex(random, depth - 1) + (random.Chance(97) ? ")" : "");
    } else {
      piece =
          random.Text(random.Chance(92) ? std::span<const std::string_view>(kAtoms) : kOddAtoms);
    }
    if (random.Chance(30)) {
      piece += random.Text(random.Chance(90) ? std::span<const std::string_view>(kRepeats)
                                             : kOddRepeats);
    }
    out += piece;
    if (random.Chance(12)) out += "|";
  }
  return out;
}

std::string RandomName(Random& random) {
  std::string out;
  for (size_t n = random.Below(5); n > 0; --n) {
    out += random.Text(random.Chance(60) ? std::span(kNameParts).first(6) : std::span(kNameParts));
  }
  return out;
}

}  // namespace promgate::diff
