#include "server/conversion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/json.h"

namespace promgate {
namespace {

using testing::HasSubstr;

constexpr char kWanted[] = "monitoring.coreos.com/v1beta1";

Json Config(const std::string& name, const std::string& version = kWanted) {
  return {{"apiVersion", version},
          {"kind", "AlertmanagerConfig"},
          {"metadata", {{"name", name}, {"namespace", "team"}}},
          {"spec", {{"route", {{"receiver", "r"}}}}}};
}

Json ReviewOf(Json objects, const std::string& version = "apiextensions.k8s.io/v1") {
  return {{"apiVersion", version},
          {"kind", "ConversionReview"},
          {"request",
           {{"uid", "c-1"}, {"desiredAPIVersion", kWanted}, {"objects", std::move(objects)}}}};
}

class ConversionTest : public testing::Test {
 protected:
  HttpResponse Post(std::string_view body, std::string_view type = "application/json") {
    return conversion_.Convert({"POST", "/convert", type, body});
  }
  // The answer to a review that is answered.
  Json Answer(const Json& review) {
    const HttpResponse response = Post(DumpJson(review));
    EXPECT_EQ(response.status, 200) << response.body;
    Result<Json> body = ParseJson(response.body);
    EXPECT_TRUE(body.ok());
    EXPECT_EQ((*body)["kind"], "ConversionReview");
    EXPECT_EQ((*body)["apiVersion"], review["apiVersion"]);
    EXPECT_FALSE(body->contains("request"));
    return (*body)["response"];
  }

  Metrics metrics_;
  Conversion conversion_{metrics_};
};

TEST_F(ConversionTest, ObjectsOfTheWantedVersionPassUnchangedAndInOrder) {
  const Json objects = {Config("b"), Config("a"), Config("c")};
  const Json response = Answer(ReviewOf(objects));
  EXPECT_EQ(response["uid"], "c-1");
  EXPECT_EQ(response["result"], Json({{"status", "Success"}}));
  EXPECT_EQ(response["convertedObjects"], objects);
}

TEST_F(ConversionTest, NothingIsConvertedToNothing) {
  const Json response = Answer(ReviewOf(Json::array(), "apiextensions.k8s.io/v1beta1"));
  EXPECT_EQ(response["result"]["status"], "Success");
  EXPECT_EQ(response["convertedObjects"], Json::array());
}

TEST_F(ConversionTest, OneThatCannotBeConvertedFailsAll) {
  struct Case {
    Json review;
    const char* message;
  };
  Json no_version = ReviewOf({Config("a")}), no_objects = no_version;
  no_version["request"].erase("desiredAPIVersion");
  no_objects["request"]["objects"] = nullptr;
  const Case cases[] = {
      {ReviewOf({Config("a"), Config("b", "monitoring.coreos.com/v1alpha1")}),
       "request.objects[1]: AlertmanagerConfig \"team/b\" of monitoring.coreos.com/v1alpha1 "
       "cannot be converted to monitoring.coreos.com/v1beta1"},
      {ReviewOf({Config("a"), "text"}), "request.objects[1] has no apiVersion or no kind"},
      {ReviewOf({nullptr}), "request.objects[0] has no apiVersion or no kind"},
      {no_version, "request.desiredAPIVersion must be a version"},
      {no_objects, "request.objects must be a list"},
  };
  for (const Case& c : cases) {
    const Json response = Answer(c.review);
    EXPECT_EQ(response["uid"], "c-1") << c.message;
    EXPECT_EQ(response["result"], Json({{"status", "Failure"}, {"message", c.message}}));
    EXPECT_EQ(response["convertedObjects"], Json::array()) << c.message;
  }
}

TEST_F(ConversionTest, WhatIsNoReviewIsAnHttpError) {
  struct Case {
    const char* type;
    const char* body;
    int status;
    const char* text;
  };
  const Case cases[] = {
      {"application/yaml", "{}", 415, "must be application/json"},
      {"application/json", "", 400, ""},
      {"application/json", "[]", 400, "must be a ConversionReview"},
      {"application/json", R"({"kind":"ConversionReview","apiVersion":"apiextensions.k8s.io/v1"})",
       400, "has no request"},
      {"application/json",
       R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{}})", 400,
       "not \"AdmissionReview\" of \"admission.k8s.io/v1\""},
      {"application/json",
       R"({"kind":"ConversionReview","apiVersion":"apiextensions.k8s.io/v1","request":{"uid":{}}})",
       400, "request.uid must be a string"},
  };
  for (const Case& c : cases) {
    const HttpResponse response = Post(c.body, c.type);
    EXPECT_EQ(response.status, c.status) << c.body;
    EXPECT_THAT(response.body, HasSubstr(c.text)) << c.body;
  }
}

TEST_F(ConversionTest, TooLargeReviewFailsWithTheUidThatWasRead) {
  const std::string begin = R"({"kind":"ConversionReview","request":{"uid":"c-1","objects":[{"a)";
  const HttpResponse response =
      conversion_.Convert({"POST", "/convert", "application/json", begin, true});
  EXPECT_EQ(response.status, 200);
  const Result<Json> body = ParseJson(response.body);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ((*body)["apiVersion"], "apiextensions.k8s.io/v1");
  EXPECT_EQ((*body)["response"]["uid"], "c-1");
  EXPECT_EQ((*body)["response"]["result"]["status"], "Failure");
}

}  // namespace
}  // namespace promgate
