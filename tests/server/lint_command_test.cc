#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json.h"
#include "server/commands/commands.h"
#include "tests/support/temp_folder.h"

namespace promgate {
namespace {

constexpr const char* kGood = "groups: [{name: g, rules: [{record: a, expr: up}]}]\n";
constexpr const char* kBad = "groups: [{name: g, rules: [{record: a, expr: 'up['}]}]\n";
constexpr const char* kDoubtful =
    "groups: [{name: g, rules: [{alert: A, expr: up, labels: {alertname: B}}]}]\n";

class LintCommandTest : public testing::Test {
 protected:
  // Runs the command; what it printed is in out_ and err_.
  int Lint(const Arguments& args) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int exit = LintCommand(args);
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return exit;
  }

  TempFolder folder_;
  std::string out_, err_;
};

TEST_F(LintCommandTest, ExitsAsTheContractHasIt) {
  const std::string good = folder_.Write("good.yaml", kGood), bad = folder_.Write("bad.yaml", kBad);
  const std::string doubtful = folder_.Write("doubtful.yaml", kDoubtful),
                    broken = folder_.Write("broken.yaml", "a: 'b\n");
  const std::string missing = folder_.File("missing.yaml");
  EXPECT_EQ(Lint({good}), kExitFine);
  EXPECT_EQ(out_, "");
  EXPECT_EQ(err_, "");
  EXPECT_EQ(Lint({good, bad}), kExitProblems);
  EXPECT_EQ(Lint({broken}), kExitProblems);
  EXPECT_EQ(Lint({doubtful}), kExitFine);
  EXPECT_NE(out_, "");
  EXPECT_EQ(Lint({"--fail-on=warning", doubtful}), kExitWarnings);
  EXPECT_EQ(Lint({"--fail-on=warning", doubtful, bad}), kExitProblems);
  EXPECT_EQ(Lint({missing, bad}), kExitUsage);
  EXPECT_NE(out_.find("bad.yaml:1:"), std::string::npos) << "the others are judged all the same";
  EXPECT_NE(err_.find("cannot read " + missing + ": No such file"), std::string::npos) << err_;
  EXPECT_EQ(Lint({}), kExitUsage);
  EXPECT_EQ(Lint({"--target-version=two", good}), kExitUsage);
  EXPECT_EQ(Lint({"--fail-on=never", good}), kExitUsage);
}

TEST_F(LintCommandTest, LooksIntoFolders) {
  std::filesystem::create_directory(folder_.File("sub"));
  folder_.Write("b.yaml", kBad);
  folder_.Write("sub/a.yml", kBad);
  folder_.Write("c.json", kBad);
  folder_.Write("notes.txt", kBad);
  EXPECT_EQ(Lint({"-v", folder_.File("")}), kExitProblems);
  const size_t b = out_.find("b.yaml:1"), c = out_.find("c.json:1"), a = out_.find("sub/a.yml:1");
  EXPECT_TRUE(b < c && c < a && a != std::string::npos) << out_;
  EXPECT_EQ(out_.find("notes.txt"), std::string::npos);
  EXPECT_EQ(err_,
            "3 files: 3 objects judged, 0 not (no checks for their kinds); 3 errors, 0 warnings\n");
}

TEST_F(LintCommandTest, GoesOnWhereAFolderHasWhatCannotBeRead) {
  std::filesystem::create_directory(folder_.File("sub"));
  folder_.Write("sub/bad.yaml", kBad);
  std::filesystem::create_directory_symlink("..", folder_.File("sub/loop"));
  std::filesystem::create_symlink("self.yaml", folder_.File("self.yaml"));
  EXPECT_EQ(Lint({folder_.File("sub")}), kExitProblems);
  EXPECT_EQ(err_, "") << "links to folders are not followed";
  EXPECT_EQ(Lint({folder_.File("")}), kExitUsage);
  EXPECT_NE(err_.find("self.yaml: Too many levels"), std::string::npos) << err_;
  EXPECT_NE(out_.find("sub/bad.yaml:1:"), std::string::npos) << out_;
}

// Root may read everything: gives that up until it goes out of scope.
class WithoutRoot {
 public:
  WithoutRoot() {
    if (was_ != 0) return;
    EXPECT_EQ(::seteuid(65534), 0);
  }
  ~WithoutRoot() { EXPECT_EQ(::seteuid(was_), 0); }
  WithoutRoot(const WithoutRoot&) = delete;
  WithoutRoot& operator=(const WithoutRoot&) = delete;

 private:
  const uid_t was_ = ::geteuid();
};

TEST_F(LintCommandTest, TellsOfAFolderThatMayNotBeListed) {
  const std::string secret = folder_.File("secret");
  std::filesystem::create_directory(secret);
  folder_.Write("z.yaml", kBad);
  std::filesystem::permissions(folder_.File(""), std::filesystem::perms::all);
  std::filesystem::permissions(secret, std::filesystem::perms::none);
  {
    const WithoutRoot without_root;
    EXPECT_EQ(Lint({folder_.File("")}), kExitUsage);
  }
  std::filesystem::permissions(secret, std::filesystem::perms::all);
  EXPECT_NE(err_.find("cannot read folder " + secret + ": Permission denied"), std::string::npos)
      << err_;
  EXPECT_NE(out_.find("z.yaml:1:"), std::string::npos) << "the others are judged all the same";
}

TEST_F(LintCommandTest, JudgesEachFileOnce) {
  const std::string bad = folder_.Write("bad.yaml", kBad);
  EXPECT_EQ(Lint({"-v", bad, bad, folder_.File("")}), kExitProblems);
  EXPECT_EQ(err_.substr(0, 8), "1 files:") << err_;
}

TEST_F(LintCommandTest, SaysThatAFolderIsEmpty) {
  for (const char* format : {"json", "sarif"}) {
    EXPECT_EQ(Lint({"-o", format, folder_.File("")}), kExitFine);
    EXPECT_NE(err_.find("nothing to judge"), std::string::npos) << err_;
    EXPECT_TRUE(ParseJson(out_)) << out_;
  }
}

TEST_F(LintCommandTest, ManyFilesKeepTheirOrderInEveryFormat) {
  for (int i = 100; i < 500; ++i) folder_.Write("f" + std::to_string(i) + ".yaml", kBad);
  EXPECT_EQ(Lint({"-o", "json", folder_.File("")}), kExitProblems);
  const Result<Json> json = ParseJson(out_);
  ASSERT_TRUE(json) << out_.substr(0, 1000);
  EXPECT_EQ(Lint({"-o", "sarif", folder_.File("")}), kExitProblems);
  const Result<Json> sarif = ParseJson(out_);
  ASSERT_TRUE(sarif) << out_.substr(0, 1000);
  const Json& findings = (*json)["findings"];
  ASSERT_EQ(findings.size(), 400u);
  ASSERT_EQ((*sarif)["runs"][0]["results"].size(), 400u);
  for (size_t i = 0; i < 400; ++i) {
    EXPECT_TRUE(
        findings[i]["file"].get<std::string>().ends_with(std::to_string(100 + i) + ".yaml"));
  }
}

TEST_F(LintCommandTest, JudgesForTheServerThatIsNamed) {
  const std::string newer = folder_.Write(
      "newer.yaml", "groups: [{name: g, rules: [{record: a.b, expr: 'mad_over_time(x[5m])'}]}]\n");
  const std::string feature = "--enable-feature=promql-experimental-functions";
  EXPECT_EQ(Lint({newer}), kExitProblems);
  EXPECT_EQ(Lint({feature, newer}), kExitFine) << out_;
  EXPECT_EQ(Lint({feature, "--target-version=2.40", newer}), kExitProblems);
  EXPECT_EQ(Lint({feature, "--name-validation-scheme=legacy", newer}), kExitProblems);
}

TEST_F(LintCommandTest, PrintsOneJsonDocumentAndNothingElse) {
  const std::string bad = folder_.Write("bad.yaml", kBad);
  EXPECT_EQ(Lint({"-o", "json", bad, folder_.Write("good.yaml", kGood)}), kExitProblems);
  const Result<Json> document = ParseJson(out_);
  ASSERT_TRUE(document) << out_;
  EXPECT_EQ((*document)["files"].size(), 2u);
  ASSERT_EQ((*document)["findings"].size(), 1u);
  const Json& finding = (*document)["findings"][0];
  EXPECT_EQ(finding["file"], bad);
  EXPECT_EQ(finding["line"], 1);
  EXPECT_EQ(finding["check"], "promql/syntax");
  EXPECT_EQ(finding["severity"], "error");
  EXPECT_EQ(finding["path"], "groups[0].rules[0].expr");
}

}  // namespace
}  // namespace promgate
