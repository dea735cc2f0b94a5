#include "server/review.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace promgate {
namespace {

TEST(ReviewTest, EveryMemberIsRead) {
  const Result<Json> document = ParseJson(R"({
    "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
      "uid": "u-1", "operation": "UPDATE", "dryRun": true, "subResource": "scale",
      "name": "n", "namespace": "s", "object": {"a": 1}, "oldObject": {"a": 2},
      "kind": {"group": "g", "version": "v", "kind": "K"},
      "resource": {"group": "g", "version": "v", "resource": "ks"}}})");
  ASSERT_TRUE(document.ok());
  const Result<Review> review = ReadReview(*document);
  ASSERT_TRUE(review.ok()) << review.error().message;
  EXPECT_EQ(review->api_version, "admission.k8s.io/v1");
  EXPECT_EQ(review->uid, "u-1");
  EXPECT_EQ(review->operation, "UPDATE");
  EXPECT_TRUE(review->dry_run);
  EXPECT_EQ(review->subresource, "scale");
  EXPECT_EQ(review->name, "n");
  EXPECT_EQ(review->namespace_, "s");
  EXPECT_EQ(review->group, "g");
  EXPECT_EQ(review->version, "v");
  EXPECT_EQ(review->kind, "K");
  EXPECT_EQ(review->resource, "ks");
  EXPECT_EQ(*review->object, Json({{"a", 1}}));
  EXPECT_EQ(*review->old_object, Json({{"a", 2}}));
}

TEST(ReviewTest, NullIsAbsent) {
  const Result<Json> document = ParseJson(R"({"apiVersion": "admission.k8s.io/v1",
    "kind": "AdmissionReview", "request": {"uid": null, "object": null, "dryRun": null}})");
  ASSERT_TRUE(document.ok());
  const Result<Review> review = ReadReview(*document);
  ASSERT_TRUE(review.ok()) << review.error().message;
  EXPECT_EQ(review->uid, "");
  EXPECT_EQ(review->object, nullptr);
  EXPECT_FALSE(review->dry_run);
}

struct PartialCase {
  const char* text;
  const char* uid;
  const char* api_version;
};

TEST(ReviewTest, OnlyTheRequestsUidIsFoundInAPart) {
  const PartialCase cases[] = {
      {R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"a-1","ki)",
       "a-1", "admission.k8s.io/v1"},
      {R"({ "request" : { "uid" : "a-1" , )", "a-1", ""},
      {R"({"request":{"object":{"metadata":{"uid":"no"}},"uid":"a-1","x":")", "a-1", ""},
      {R"({"request":{"userInfo":{"uid":"no"},"object":{"uid":"no"},)", "", ""},
      {R"({"request":{"x":["uid","no"],)", "", ""},
      {R"({"request":[{"uid":"no"}],)", "", ""},
      {R"({"request":{"x":"uid","y":"no"},)", "", ""},
      {R"({"other":{"uid":"no"},"request":{"name":"n")", "", ""},
      {R"({"request":{},"other":{"uid":"no"})", "", ""},
      {R"({"a":"\"request\":{\"uid\":\"no\"}","request":{"uid":"a-1"})", "a-1", ""},
      {R"({"a":"\\","request":{"uid":"a-1"})", "a-1", ""},
      {R"({"request":{"uid":"not closed)", "", ""},
      {R"({"request":{"uid":"has \"quotes\"","x)", "", ""},
      {R"({"request":{"uid":7,"name":"a-1",)", "", ""},
      {R"({"request":{"x":{"apiVersion":"no"},"uid":"a-1"}})", "a-1", ""},
      {"", "", ""},
      {"\"", "", ""},
      {"\"\\", "", ""},
      {"}}}}{\"request\":{\"uid\":\"a\"", "", ""},
  };
  for (const PartialCase& c : cases) {
    const PartialReview partial = ReadPartialReview(c.text);
    EXPECT_EQ(partial.uid, c.uid) << c.text;
    EXPECT_EQ(partial.api_version, c.api_version) << c.text;
  }
}

TEST(ReviewTest, LongUidsAreNone) {
  const auto with_uid = [](size_t size) {
    return ReadPartialReview("{\"request\":{\"uid\":\"" + std::string(size, 'a') + "\"").uid;
  };
  EXPECT_EQ(with_uid(64), std::string(64, 'a'));
  EXPECT_EQ(with_uid(65), "");
}

TEST(ReviewTest, DeepTextNeedsNoStack) {
  EXPECT_EQ(ReadPartialReview(std::string(8 << 20, '[')).uid, "");
}

}  // namespace
}  // namespace promgate
