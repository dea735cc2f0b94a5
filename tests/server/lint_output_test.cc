#include "server/commands/lint_output.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/golden.h"

namespace promgate {
namespace {

LintedFile Linted(const std::string& path) {
  LintedFile file{path.substr(path.rfind('/') + 1), ReadSource(path), {}};
  file.report = Lint(file.text, {});
  return file;
}

TEST(LintOutput, DocumentsReadAsExpected) {
  const std::vector<std::string> documents = ListSources("tests/testdata/lint", ".in.yaml");
  ASSERT_FALSE(documents.empty());
  for (const std::string& path : documents) {
    const std::string stem = path.substr(0, path.size() - std::string(".in.yaml").size());
    EXPECT_TRUE(MatchesGolden(stem + ".out.txt", LintAsText(Linted(path), /*colours=*/false)));
  }
}

TEST(LintOutput, AsJsonHasEverythingAProgramNeeds) {
  const std::string stem = "tests/testdata/lint/several";
  EXPECT_TRUE(MatchesGolden(stem + ".out.json", LintAsJson({Linted(stem + ".in.yaml")})));
}

TEST(LintOutput, ColoursOnlyWhenAsked) {
  const LintedFile file = Linted("tests/testdata/lint/several.in.yaml");
  EXPECT_EQ(LintAsText(file, false).find('\x1b'), std::string::npos);
  const std::string coloured = LintAsText(file, true);
  EXPECT_NE(coloured.find("\x1b[1m\x1b[31merror\x1b[0m"), std::string::npos) << coloured;
  EXPECT_NE(coloured.find("\x1b[1m\x1b[35mwarning\x1b[0m"), std::string::npos) << coloured;
}

TEST(LintOutput, NeverSendsControlCharactersOfTheFileToATerminal) {
  const std::string text =
      LintAsText(Linted("tests/testdata/lint/control_characters.in.yaml"), false);
  EXPECT_NE(text, "");
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
}

}  // namespace
}  // namespace promgate
