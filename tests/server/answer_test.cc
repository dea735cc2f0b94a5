#include "server/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/strings.h"

namespace promgate {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

Problem Make(Severity severity, std::string path, std::string detail) {
  Problem problem;
  problem.severity = severity;
  problem.cause = severity == Severity::kError ? Cause::kForbidden : Cause::kNone;
  problem.path = std::move(path);
  problem.detail = std::move(detail);
  return problem;
}

Problems Errors(size_t count, const std::string& detail) {
  Problems problems;
  for (size_t i = 0; i < count; ++i) {
    problems.Add(Make(Severity::kError, "spec.x[" + std::to_string(i) + "]", detail));
  }
  return problems;
}

std::string DeniedMessage(const Problems& problems, std::string_view name = "a") {
  Review review;
  review.kind = "PrometheusRule";
  const Result<Json> body = ParseJson(DeniedAnswer(review, name, problems).body);
  EXPECT_TRUE(body.ok());
  return (*body)["response"]["status"]["message"];
}

size_t Characters(std::string_view text) {
  size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(DecodeRune(text).length);
  return count;
}

TEST(AnswerTest, MessageRepeatsEveryProblemOnOneLine) {
  EXPECT_EQ(DeniedMessage(Errors(1, "no\nway")),
            "PrometheusRule \"a\" is invalid: spec.x[0]: Forbidden: no way");
  EXPECT_EQ(
      DeniedMessage(Errors(2, "no")),
      "PrometheusRule \"a\" is invalid: [spec.x[0]: Forbidden: no, spec.x[1]: Forbidden: no]");
}

TEST(AnswerTest, LongMessageSaysHowManyMoreThereAre) {
  const std::string message = DeniedMessage(Errors(100, std::string(200, 'x')));
  EXPECT_LE(message.size(), kMaxMessage);
  EXPECT_GT(message.size(), kMaxMessage - 400);
  EXPECT_THAT(message, EndsWith(" more]"));
  const size_t shown = static_cast<size_t>(
      std::count(message.begin(), message.end(), '['));  // the opening one and one of each path
  EXPECT_THAT(message, HasSubstr("and " + std::to_string(100 - (shown - 1)) + " more]"));
}

TEST(AnswerTest, UncountedProblemsAreAmongTheRest) {
  Problems problems = Errors(Problems::kMax + 5, "no");
  const std::string message = DeniedMessage(problems);
  EXPECT_LE(message.size(), kMaxMessage);
  problems = Errors(2, "no");
  problems.set_dropped(5);
  EXPECT_THAT(DeniedMessage(problems), EndsWith("spec.x[1]: Forbidden: no, and 5 more]"));
}

TEST(AnswerTest, OneHugeProblemIsCutBetweenCharacters) {
  std::string detail;
  for (int i = 0; i < 5000; ++i) detail += "é";
  for (const size_t count : {1u, 3u}) {
    const std::string message = DeniedMessage(Errors(count, detail), std::string(10'000, 'n'));
    EXPECT_LE(message.size(), kMaxMessage);
    EXPECT_THAT(message, HasSubstr("é…"));
    EXPECT_TRUE(IsValidUtf8(message));
  }
}

TEST(AnswerTest, EachErrorIsACauseAndWarningsStandBeside) {
  Problems problems = Errors(2, "no");
  problems.Add(Make(Severity::kWarning, "spec.y", "hm"));
  Review review;
  review.api_version = "admission.k8s.io/v1beta1";
  review.uid = "u";
  review.kind = "PrometheusRule";
  review.group = "monitoring.coreos.com";
  const Result<Json> body = ParseJson(DeniedAnswer(review, "a", problems).body);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ((*body)["apiVersion"], "admission.k8s.io/v1beta1");
  const Json& response = (*body)["response"];
  EXPECT_EQ(response["warnings"], Json::array({"spec.y: hm"}));
  EXPECT_EQ(response["status"]["code"], 422);
  const Json want = {
      {"group", "monitoring.coreos.com"},
      {"kind", "PrometheusRule"},
      {"name", "a"},
      {"causes",
       {{{"field", "spec.x[0]"}, {"message", "Forbidden: no"}, {"reason", "FieldValueForbidden"}},
        {{"field", "spec.x[1]"},
         {"message", "Forbidden: no"},
         {"reason", "FieldValueForbidden"}}}}};
  EXPECT_EQ(response["status"]["details"], want);
}

TEST(AnswerTest, WarningsKeepToTheLimitsOfTheApiServer) {
  std::string wide;
  for (int i = 0; i < 300; ++i) wide += "é";
  Problems problems;
  problems.Add(Make(Severity::kWarning, "", "two\r\nlines"));
  problems.Add(Make(Severity::kError, "", "no warning"));
  problems.Add(Make(Severity::kWarning, "", wide));
  const std::vector<std::string> few = Warnings(problems);
  ASSERT_EQ(few.size(), 2u);
  EXPECT_EQ(few[0], "two  lines");
  EXPECT_EQ(Characters(few[1]), kMaxWarning);
  EXPECT_THAT(few[1], EndsWith("é…"));

  for (int i = 0; i < 50; ++i) problems.Add(Make(Severity::kWarning, "", wide));
  const std::vector<std::string> many = Warnings(problems);
  size_t total = 0;
  for (const std::string& warning : many) total += Characters(warning);
  EXPECT_LE(total, kMaxWarnings);
  EXPECT_GT(total, kMaxWarnings - 2 * kMaxWarning);
  EXPECT_EQ(many.back(), "and " + std::to_string(52 - (many.size() - 1)) + " more warnings");
}

TEST(AnswerTest, AllowedSaysNoMoreThanItMust) {
  EXPECT_EQ(AllowedAnswer({"admission.k8s.io/v1", "u"}, {}).body,
            R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",)"
            R"("response":{"allowed":true,"uid":"u"}})");
}

}  // namespace
}  // namespace promgate
