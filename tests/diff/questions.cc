// Questions for two judges: diff_questions SEEDS_FILE COUNT [SEED]
//
// Writes COUNT different questions of the judge protocol on stdout, one a line; the same SEED gives
// the same ones. SEEDS_FILE: `what`, blank, text; \n and \\ escaped.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <vector>

#include "base/json.h"
#include "base/strings.h"
#include "tests/diff/mutate.h"
#include "tests/diff/promql_grammar.h"
#include "tests/diff/small_grammars.h"

namespace promgate::diff {
namespace {

using Seeds = std::map<std::string, std::vector<std::string>, std::less<>>;

Seeds ReadSeeds(const char* file) {
  std::ifstream in(file);
  Seeds seeds;
  for (std::string line; std::getline(in, line);) {
    const size_t blank = line.find(' ');
    if (line.empty() || line[0] == '#' || blank == line.npos) continue;
    std::string text;
    for (size_t i = blank + 1; i < line.size(); ++i) {
      const bool escape = line[i] == '\\' && i + 1 < line.size();
      text += !escape ? line[i] : line[++i] == 'n' ? '\n' : line[i];
    }
    seeds[line.substr(0, blank)].push_back(std::move(text));
  }
  return seeds;
}

constexpr std::string_view kPromqlWords[] = {"(",
                                             ")",
                                             "{",
                                             "}",
                                             "[",
                                             "]",
                                             ",",
                                             ":",
                                             "=",
                                             "=~",
                                             "!~",
                                             "!=",
                                             "==",
                                             "bool",
                                             "on",
                                             "ignoring",
                                             "by",
                                             "without",
                                             "offset",
                                             "@",
                                             "start",
                                             "end()",
                                             "group_left",
                                             "and",
                                             "unless",
                                             "atan2",
                                             "\"",
                                             "'",
                                             "`",
                                             "\\",
                                             "#",
                                             "5m",
                                             "1h30m",
                                             "0x1F",
                                             "1e3",
                                             "Inf",
                                             "-",
                                             "+",
                                             "*",
                                             "^",
                                             "sum",
                                             "topk",
                                             "rate",
                                             "step()",
                                             "min_of(",
                                             "smoothed",
                                             "fill(0)",
                                             "{}",
                                             "()",
                                             "[5m]",
                                             "up",
                                             "1",
                                             "\n",
                                             " ",
                                             "</",
                                             ">/",
                                             "time()",
                                             "info(",
                                             "anchored",
                                             "~",
                                             "!",
                                             ";",
                                             "$x",
                                             "é",
                                             "\"a b\"",
                                             "__name__",
                                             "count_values",
                                             "nan",
                                             "[5m:]",
                                             "1.5"};
constexpr std::string_view kRegexWords[] = {
    "(",    ")", "[", "]", "{2}",    "*",    "+", "?",   "|",   "\\", "\\p{L}",
    "(?i)", "^", "$", ".", "{1000}", "\\x{", "}", "\\Q", "[[:", "a",  "-"};
constexpr std::string_view kDurationWords[] = {"1",  "s", "m", "h", "d", "w",  "y",
                                               "ms", "0", " ", "-", ".", "999"};

constexpr std::string_view kFeatures[] = {"promql-experimental-functions",
                                          "promql-extended-range-selectors",
                                          "promql-binop-fill-modifiers"};

std::string Promql(Random& random, const Seeds& seeds) {
  PromqlGrammar grammar(random);
  if (random.Chance(60)) return grammar.Expression();
  if (random.Chance(60)) return Mutate(random, seeds.at("promql"), kPromqlWords);
  const std::vector<std::string> fresh = {grammar.Expression(), grammar.Expression()};
  return Mutate(random, fresh, kPromqlWords);
}

std::string Duration(Random& random, const Seeds& seeds) {
  return random.Chance(80) ? RandomDuration(random)
                           : Mutate(random, seeds.at("duration"), kDurationWords);
}

std::string Pattern(Random& random, const Seeds& seeds) {
  return random.Chance(75) ? RandomRegex(random, 2)
                           : Mutate(random, seeds.at("regex"), kRegexWords);
}

std::string Name(Random& random, const Seeds&) {
  return RandomName(random);
}

struct Kind {
  size_t share;  // of 100
  const char* what;
  const char* member;
  std::string (*text)(Random&, const Seeds&);
};
constexpr Kind kKinds[] = {
    {76, "promql", "expr", Promql},
    {8, "duration", "s", Duration},
    {13, "regex", "s", Pattern},
    {3, "labelname", "s", Name},
};

const Kind& PickKind(Random& random) {
  size_t at = random.Below(100);
  for (const Kind& kind : kKinds) {
    if (at < kind.share) return kind;
    at -= kind.share;
  }
  return kKinds[0];
}

Json Question(Random& random, const Seeds& seeds) {
  const Kind& kind = PickKind(random);
  const std::string text = kind.text(random, seeds);
  const bool utf8 = IsValidUtf8(text);
  Json question = {{"what", kind.what}, {kind.member, utf8 ? text : Base64Encode(text)}};
  if (!utf8) question["b64"] = true;
  if (question["what"] == "promql") {
    Json& features = question["features"] = Json::array();
    for (const std::string_view feature : kFeatures) {
      if (random.Chance(75)) features.push_back(feature);
    }
    if (random.Chance(8)) features.push_back("no-promql-duration-expr");
  }
  return question;
}

int Run(const char* seeds_file, size_t count, uint64_t seed) {
  const Seeds seeds = ReadSeeds(seeds_file);
  for (const char* what : {"promql", "duration", "regex"}) {
    if (seeds.find(what) != seeds.end()) continue;
    std::fprintf(stderr, "diff_questions: no %s seeds in %s\n", what, seeds_file);
    return 2;
  }
  Random random(seed);
  std::unordered_set<std::string> asked;
  while (asked.size() < count) {
    Json question = Question(random, seeds);
    if (!asked.insert(DumpJson(question)).second) continue;
    question["id"] = asked.size();
    std::printf("%s\n", DumpJson(question).c_str());
  }
  return 0;
}

}  // namespace
}  // namespace promgate::diff

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: diff_questions SEEDS_FILE COUNT [SEED]\n");
    return 2;
  }
  const uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
  return promgate::diff::Run(argv[1], std::strtoull(argv[2], nullptr, 10), seed);
}
