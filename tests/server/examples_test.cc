// What `make run` shows must stay true.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/yaml.h"
#include "server/admission.h"
#include "tests/support/golden.h"
#include "validate/verdict.h"

namespace promgate {
namespace {

TEST(ExamplesTest, ReviewsCarryTheManifestsAndAreAnsweredAsNamed) {
  struct Case {
    const char* name;
    bool allowed;
    size_t causes;
  };
  for (const Case& c : {Case{"good", true, 0}, Case{"bad", false, 5}}) {
    const std::string name = c.name;
    const auto manifest = ParseYaml(ReadSource("examples/prometheusrule-" + name + ".yaml"));
    const std::string text = ReadSource("examples/" + name + ".review.json");
    const Result<Json> review = ParseJson(text);
    ASSERT_TRUE(manifest.ok() && review.ok()) << name;
    EXPECT_EQ((*review)["request"]["object"], manifest->front().root) << name;

    Metrics metrics;
    const Admission admission(
        [](const Json& object, const Json* old) { return Judge(object, old, {}); }, metrics);
    const HttpResponse response =
        admission.Validate({"POST", "/validate", "application/json", text});
    const Result<Json> answer = ParseJson(response.body);
    ASSERT_TRUE(answer.ok()) << name;
    const Json& verdict = (*answer)["response"];
    EXPECT_EQ(verdict["allowed"], c.allowed) << name;
    EXPECT_FALSE(verdict.contains("warnings")) << name;
    const Json none;
    const Json& causes = c.allowed ? none : verdict["status"]["details"]["causes"];
    EXPECT_EQ(causes.size(), c.causes) << name;
  }
}

}  // namespace
}  // namespace promgate
