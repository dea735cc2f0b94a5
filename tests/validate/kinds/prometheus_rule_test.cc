#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "base/strings.h"
#include "base/yaml.h"
#include "tests/support/golden.h"
#include "validate/kinds/kinds.h"

namespace promgate {
namespace {

constexpr const char* kFolder = "tests/testdata/rules";

// A document may begin with comments that say for whom it is: `# names: legacy`, `#
// target: 2.40.0`, `# features: a b`.
Context ContextOf(const std::string& text) {
  Context context;
  std::istringstream lines(text);
  for (std::string hash, key; lines >> hash >> key && hash == "#";) {
    std::string rest;
    std::getline(lines, rest);
    std::istringstream words(rest);
    for (std::string word; words >> word;) {
      if (key == "names:" && word == "legacy") context.names = NameScheme::kLegacy;
      if (key == "target:") context.promql.target = *Version::Parse(word);
      if (key == "features:") promql::EnableFeatures({word}, context.promql);
    }
  }
  return context;
}

std::string Describe(const Problems& problems) {
  std::string out;
  for (const Problem& problem : problems.list()) {
    out += problem.severity == Severity::kError ? "error " : "warning ";
    out += StrCat({problem.check, "\n  ", problem.Text(), "\n"});
    if (problem.span) {
      out += StrCat({"  bytes ", std::to_string(problem.span->start), "-",
                     std::to_string(problem.span->end), "\n"});
    }
  }
  return out;
}

TEST(PrometheusRule, DocumentsHaveTheExpectedProblems) {
  const std::vector<std::string> documents = ListSources(kFolder, ".in.yaml");
  ASSERT_FALSE(documents.empty());
  for (const std::string& path : documents) {
    const std::string text = ReadSource(path);
    const auto parsed = ParseYaml(text);
    ASSERT_TRUE(parsed) << path << ": " << parsed.error().message;
    ASSERT_EQ(parsed->size(), 1u) << path;
    const Problems problems = Judge(parsed->front().root, nullptr, ContextOf(text));
    const std::string stem = path.substr(0, path.size() - std::string(".in.yaml").size());
    EXPECT_TRUE(MatchesGolden(stem + ".problems.txt", Describe(problems)));
  }
}

TEST(PrometheusRule, GoodDocumentsHaveNone) {
  for (const char* name : {"good", "features_on"}) {
    EXPECT_EQ(ReadSource(StrCat({kFolder, "/", name, ".problems.txt"})), "") << name;
  }
}

}  // namespace
}  // namespace promgate
