#include "validate/mutate.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace promgate {
namespace {

Json Rule(const char* labels, const char* annotations = "{}") {
  return *ParseJson(std::string(R"({"apiVersion":"monitoring.coreos.com/v1","kind":"PrometheusRule",
    "metadata":{"name":"x"},"spec":{"groups":[{"name":"g","rules":[{"alert":"A","expr":"up == 0","labels":)") +
                    labels + R"(,"annotations":)" + annotations + "}]}]}}");
}

struct Case {
  const char* value;  // of a label, as JSON
  const char* text;   // what it becomes; null: it stays
};

constexpr Case kCases[] = {
    {R"("x")", nullptr},
    {"null", nullptr},
    {"{}", nullptr},
    {"[1]", nullptr},
    {"1000000", "1000000"},
    {"12345678", "12345678"},
    {"20240131", "20240131"},
    {"-5", "-5"},
    {"18446744073709551615", "18446744073709551615"},
    {"1.5", "1.5"},
    {"0.0000001", "0.0000001"},
    {"1e21", "1000000000000000000000"},
    {"true", "true"},
    {"false", "false"},
};

TEST(Mutate, LabelValues) {
  for (const Case& c : kCases) {
    const Json object = Rule((std::string(R"({"n":)") + c.value + "}").c_str());
    const Json patch = Mutation(object, {});
    if (c.text == nullptr) {
      EXPECT_EQ(patch, Json::array()) << c.value;
      continue;
    }
    ASSERT_EQ(patch.size(), 1U) << c.value;
    EXPECT_EQ(patch[0]["op"], "replace");
    EXPECT_EQ(patch[0]["path"], "/spec/groups/0/rules/0/labels/n");
    EXPECT_EQ(patch[0]["value"], c.text) << c.value;
  }
}

TEST(Mutate, PointersAreEscapedAndNothingIsDoneTwice) {
  const Json object = Rule(R"({"a/b~c": 1000000, "plain": "x"})", R"({"runbook/~": true})");
  const Json patch = Mutation(object, {});
  ASSERT_EQ(patch.size(), 2U);
  EXPECT_EQ(patch[0]["path"], "/spec/groups/0/rules/0/labels/a~1b~0c");
  EXPECT_EQ(patch[1]["path"], "/spec/groups/0/rules/0/annotations/runbook~1~0");
  const Json mutated = object.patch(patch);
  EXPECT_EQ(mutated["spec"]["groups"][0]["rules"][0]["labels"]["a/b~c"], "1000000");
  EXPECT_EQ(Mutation(mutated, {}), Json::array());
}

TEST(Mutate, GroupLabels) {
  Json object = Rule("{}");
  object["spec"]["groups"][0]["labels"] = {{"shard", 3}};
  const Json patch = Mutation(object, {});
  ASSERT_EQ(patch.size(), 1U);
  EXPECT_EQ(patch[0]["path"], "/spec/groups/0/labels/shard");
}

TEST(Mutate, OtherShapesAreLeftAlone) {
  for (
      const char* text :
      {"{}",
       R"({"kind":"ServiceMonitor","apiVersion":"monitoring.coreos.com/v1","spec":{"groups":1}})",
       R"({"kind":"PrometheusRule","apiVersion":"monitoring.coreos.com/v1","spec":[]})",
       R"({"kind":"PrometheusRule","apiVersion":"monitoring.coreos.com/v1","spec":{"groups":[1,{"rules":{}}]}})"}) {
    EXPECT_EQ(Mutation(*ParseJson(text), {}), Json::array()) << text;
  }
}

TEST(Mutate, CompatAnnotationOnlyWhenAskedForAndRight) {
  Context context;
  context.compat_annotation = true;
  const Json good = Rule(R"({"n":1})");
  const Json mutated = good.patch(Mutation(good, context));
  EXPECT_EQ(mutated["metadata"]["annotations"]["prometheus-operator-validated"], "true");
  EXPECT_EQ(Mutation(mutated, context), Json::array());

  Json annotated = Rule("{}");
  annotated["metadata"]["annotations"] = {{"keep", "me"}};
  EXPECT_EQ(annotated.patch(Mutation(annotated, context))["metadata"]["annotations"].size(), 2U);

  Json bad = Rule("{}");
  bad["spec"]["groups"][0]["rules"][0]["expr"] = "up ==";
  EXPECT_EQ(Mutation(bad, context), Json::array());
}

}  // namespace
}  // namespace promgate
