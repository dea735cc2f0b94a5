// `promgate promql` and `promgate judge` as commands: arguments and input in, output and exit code
// out.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "server/commands/commands.h"

namespace promgate {
namespace {

struct Outcome {
  int exit = 0;
  std::string out, err;
};

// Runs a command with `input` on stdin.
Outcome RunCommand(int (*command)(const Arguments&), const Arguments& args,
                   const std::string& input = "") {
  std::FILE* file = std::tmpfile();
  std::fwrite(input.data(), 1, input.size(), file);
  std::rewind(file);
  const int saved = dup(STDIN_FILENO);
  dup2(fileno(file), STDIN_FILENO);
  std::clearerr(stdin);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Outcome outcome;
  outcome.exit = command(args);
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.err = testing::internal::GetCapturedStderr();
  dup2(saved, STDIN_FILENO);
  close(saved);
  std::fclose(file);
  return outcome;
}

TEST(PromqlCommand, PrintsTypeAndSpellings) {
  const Outcome outcome = RunCommand(PromqlCommand, {"sum(up)by(job)"});
  EXPECT_EQ(outcome.exit, kExitFine);
  EXPECT_EQ(outcome.out,
            "type:      vector\ncanonical: sum by (job) (up)\npretty:\nsum by (job) (up)\n");
}

TEST(PromqlCommand, PointsAtErrorsOfStdin) {
  const Outcome outcome = RunCommand(PromqlCommand, {"-"}, "sum(\n\trate(foo)\n)");
  EXPECT_EQ(outcome.exit, kExitProblems);
  EXPECT_EQ(outcome.out,
            "2:7: parse error: expected type range vector in call to function \"rate\", "
            "got instant vector\n    \trate(foo)\n    \t     ^~~\n");
}

TEST(PromqlCommand, JudgesForTheTargetAndItsFeatures) {
  EXPECT_EQ(RunCommand(PromqlCommand, {"mad_over_time(x[5m])"}).exit, kExitProblems);
  const Arguments flag = {"--enable-feature=promql-experimental-functions", "mad_over_time(x[5m])"};
  EXPECT_EQ(RunCommand(PromqlCommand, flag).exit, kExitFine);
  EXPECT_EQ(RunCommand(PromqlCommand, {"--target-version=2.15", "absent_over_time(x[5m])"}).exit,
            kExitProblems);
}

TEST(PromqlCommand, Json) {
  const Outcome outcome = RunCommand(PromqlCommand, {"-o", "json", "1 +"});
  EXPECT_EQ(outcome.exit, kExitProblems);
  EXPECT_NE(outcome.out.find("\"message\": \"unexpected end of input\""), std::string::npos)
      << outcome.out;
}

TEST(PromqlCommand, WrongUsage) {
  for (const Arguments& args :
       {Arguments{}, {"--target-version=x", "up"}, {"up", "down"}, {"-o", "xml", "up"}}) {
    const Outcome outcome = RunCommand(PromqlCommand, args);
    EXPECT_EQ(outcome.exit, kExitUsage);
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err, "");
  }
}

TEST(JudgeCommand, AnswersEachLineInOrderAndOutlivesBadOnes) {
  const std::string input =
      "{\"id\":1,\"what\":\"labelname\",\"s\":\"a\"}\n\n  "
      "\r\n{\n{\"id\":2,\"what\":\"duration\",\"s\":\"5m\"}";
  const Outcome outcome = RunCommand(JudgeCommand, {}, input);
  EXPECT_EQ(outcome.exit, kExitFine);
  const size_t first = outcome.out.find("\"id\":1"), bad = outcome.out.find("bad_input"),
               last = outcome.out.find("\"id\":2");
  EXPECT_LT(first, bad);
  EXPECT_LT(bad, last);
  EXPECT_NE(last, std::string::npos) << outcome.out;
}

// A line longer than any question: refused, and the next one is answered.
TEST(JudgeCommand, BoundsALine) {
  const Outcome outcome =
      RunCommand(JudgeCommand, {},
                 std::string(40u << 20, 'x') + "\n{\"id\":7,\"what\":\"regex\",\"s\":\"a\"}\n");
  EXPECT_EQ(outcome.out.find("{\"bad_input\":"), 0u);
  EXPECT_NE(outcome.out.find("\"id\":7,"), std::string::npos) << outcome.out.substr(0, 200);
}

}  // namespace
}  // namespace promgate
