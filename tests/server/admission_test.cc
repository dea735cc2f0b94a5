#include "server/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/strings.h"
#include "server/answer.h"
#include "tests/support/golden.h"
#include "validate/mutate.h"
#include "validate/verdict.h"

namespace promgate {
namespace {

using testing::HasSubstr;

constexpr char kUid[] = "705ab4f5-6393-11e8-b7cc-42010a800002";

class AdmissionTest : public testing::Test {
 protected:
  static HttpRequest Post(std::string_view body) {
    return {"POST", "/validate", "application/json", body};
  }

  Metrics metrics_;
  Admission admission_{[](const Json& object, const Json* old) { return Judge(object, old, {}); },
                       metrics_, [](const Json& object) { return Mutation(object, {}); }};
};

// tests/testdata/admission: a review and, beside it, what is answered.
TEST_F(AdmissionTest, DocumentsAreAnsweredAsWritten) {
  const std::vector<std::string> inputs = ListSources("tests/testdata/admission", ".in.json");
  ASSERT_FALSE(inputs.empty());
  for (const std::string& input : inputs) {
    const HttpResponse response = admission_.Validate(Post(ReadSource(input)));
    EXPECT_EQ(response.status, 200) << input;
    EXPECT_EQ(response.content_type, "application/json") << input;
    const std::string stem = input.substr(0, input.size() - std::string_view(".in.json").size());
    const Result<Json> body = ParseJson(response.body);
    ASSERT_TRUE(body.ok()) << input;
    EXPECT_TRUE(MatchesGolden(stem + ".out.json", DumpJson(*body, 2) + "\n"));
  }
}

TEST_F(AdmissionTest, MutatePatchesWhatMustChange) {
  Result<Json> review = ParseJson(ReadSource("tests/testdata/admission/create_good.in.json"));
  ASSERT_TRUE(review.ok());
  Json& object = (*review)["request"]["object"];
  object["spec"]["groups"][0]["rules"][0]["labels"]["a/b"] = 1000000;
  const Result<Json> body = ParseJson(admission_.Mutate(Post(DumpJson(*review))).body);
  ASSERT_TRUE(body.ok());
  const Json& response = (*body)["response"];
  EXPECT_EQ(response["allowed"], true);
  EXPECT_EQ(response["patchType"], "JSONPatch");
  const auto patch = ParseJson(Base64Decode(response.value("patch", "")).value_or(""));
  ASSERT_TRUE(patch.ok()) << DumpJson(*body);
  EXPECT_EQ(object.patch(*patch)["spec"]["groups"][0]["rules"][0]["labels"]["a/b"], "1000000");
}

TEST_F(AdmissionTest, MutateLeavesAloneWhatNeedsNothing) {
  for (const std::string& input : ListSources("tests/testdata/admission", ".in.json")) {
    const Result<Json> asked = ParseJson(ReadSource(input));
    const Result<Json> body = ParseJson(admission_.Mutate(Post(ReadSource(input))).body);
    ASSERT_TRUE(asked.ok() && body.ok()) << input;
    const std::string uid = (*asked)["request"].value("uid", "");
    const Json want = {{"apiVersion", (*asked)["apiVersion"]},
                       {"kind", "AdmissionReview"},
                       {"response", {{"allowed", true}, {"uid", uid}}}};
    EXPECT_EQ(*body, want) << input;
  }
}

TEST_F(AdmissionTest, WhatIsNoReviewIsAnHttpError) {
  struct Case {
    std::string_view content_type, body;
    int status;
    const char* text;
  };
  const Case cases[] = {
      {"text/plain", "{}", 415, "must be application/json"},
      {"", "{}", 415, "must be application/json"},
      {"application/json", "", 400, ""},
      {"application/json", "hello", 400, "line 1"},
      {"application/json", "[]", 400, "must be an AdmissionReview object"},
      {"application/json", "{}", 400, "must be an AdmissionReview of admission.k8s.io/v1"},
      {"application/json", R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v2"})", 400,
       "not \"AdmissionReview\" of \"admission.k8s.io/v2\""},
      {"application/json", R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"})", 400,
       "has no request"},
      {"application/json",
       R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":[]})", 400,
       "request must be an object"},
      {"application/json",
       R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":7}})", 400,
       "request.uid must be a string"},
      {"application/json",
       R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"kind":{"kind":1}}})",
       400, "request.kind.kind must be a string"},
      {"application/json",
       R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"dryRun":"no"}})",
       400, "request.dryRun must be a boolean"},
  };
  for (const Case& c : cases) {
    const HttpResponse response =
        admission_.Validate({"POST", "/validate", c.content_type, c.body});
    EXPECT_EQ(response.status, c.status) << c.body;
    EXPECT_THAT(response.body, HasSubstr(c.text)) << c.body;
    EXPECT_EQ(response.content_type, "text/plain; charset=utf-8") << c.body;
  }
}

TEST_F(AdmissionTest, TooLargeReviewIsDeniedWithTheUidThatWasRead) {
  const std::string whole =
      ReadSource("tests/testdata/admission/create_bad_expression_v1beta1.in.json");
  HttpRequest request = Post(std::string_view(whole).substr(0, whole.size() / 2));
  request.body_too_large = true;
  const Result<Json> body = ParseJson(admission_.Validate(request).body);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ((*body)["apiVersion"], "admission.k8s.io/v1beta1");
  EXPECT_EQ((*body)["response"]["uid"], kUid);
  EXPECT_EQ((*body)["response"]["allowed"], false);
  EXPECT_EQ((*body)["response"]["status"]["code"], 413);

  const std::string large = "{\"request\":\"" + std::string(8 << 20, 'x') + "\"}";
  const Result<Json> unnamed = ParseJson(admission_.Validate(Post(large)).body);
  ASSERT_TRUE(unnamed.ok());
  EXPECT_EQ((*unnamed)["apiVersion"], "admission.k8s.io/v1");
  EXPECT_EQ((*unnamed)["response"]["uid"], "");
  EXPECT_EQ((*unnamed)["response"]["status"]["code"], 413);
}

TEST_F(AdmissionTest, ABugOfOursIsACountedInternalErrorWithTheUid) {
  const Admission broken([](const Json&, const Json*) -> Problems { throw std::logic_error("x"); },
                         metrics_);
  const std::string review = ReadSource("tests/testdata/admission/create_good.in.json");
  const HttpResponse response = broken.Validate(Post(review));
  EXPECT_EQ(response.status, 200);
  const Result<Json> body = ParseJson(response.body);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ((*body)["response"]["uid"], kUid);
  EXPECT_EQ((*body)["response"]["allowed"], false);
  EXPECT_EQ((*body)["response"]["status"]["code"], 500);
  EXPECT_EQ((*body)["response"]["status"]["reason"], "InternalError");
  EXPECT_THAT(metrics_.Text(), HasSubstr("controller_runtime_webhook_panics_total 1\n"));
}

TEST_F(AdmissionTest, OldObjectIsTheJudgesOnUpdateOnly) {
  const Json* seen_old = nullptr;
  const Admission spy(
      [&](const Json&, const Json* old) {
        seen_old = old;
        return Problems();
      },
      metrics_);
  Result<Json> review = ParseJson(ReadSource("tests/testdata/admission/update_breaks.in.json"));
  ASSERT_TRUE(review.ok());
  spy.Validate(Post(DumpJson(*review)));
  EXPECT_NE(seen_old, nullptr);
  (*review)["request"]["operation"] = "CREATE";
  spy.Validate(Post(DumpJson(*review)));
  EXPECT_EQ(seen_old, nullptr);
}

TEST_F(AdmissionTest, ReviewsAndFindingsAreCounted) {
  for (const char* name : {"create_good", "create_dry_run", "delete_broken", "unknown_kind"}) {
    const std::string path = std::string("tests/testdata/admission/") + name + ".in.json";
    admission_.Validate(Post(ReadSource(path)));
  }
  const std::string text = metrics_.Text();
  for (
      const char* line : {
          R"(reviews_total{dry_run="false",kind="PrometheusRule",operation="CREATE",verdict="allowed"} 1)",
          R"(reviews_total{dry_run="true",kind="PrometheusRule",operation="CREATE",verdict="denied"} 1)",
          R"(reviews_total{dry_run="false",kind="PrometheusRule",operation="DELETE",verdict="allowed"} 1)",
          R"(reviews_total{dry_run="false",kind="other",operation="CREATE",verdict="allowed"} 1)",
          R"(findings_total{check="promql/syntax",kind="PrometheusRule",severity="error"} 1)",
          "promgate_admission_object_bytes_count 3",
      }) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

}  // namespace
}  // namespace promgate
