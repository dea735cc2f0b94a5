#include "validate/verdict.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace promgate {
namespace {

Json Rule(const char* expr) {
  return {{"record", "a:b"}, {"expr", expr}};
}

Json Group(const char* name, std::vector<Json> rules) {
  return {{"name", name}, {"rules", std::move(rules)}};
}

Json Object(std::vector<Json> groups) {
  return {{"apiVersion", "monitoring.coreos.com/v1"},
          {"kind", "PrometheusRule"},
          {"metadata", {{"name", "x"}}},
          {"spec", {{"groups", std::move(groups)}}}};
}

constexpr const char* kGood = "up";
constexpr const char* kBad = "up[5m]";
constexpr const char* kWorse = "up[";

std::vector<std::string> Errors(const Json& object, const Json* old) {
  std::vector<std::string> paths;
  for (const Problem& problem : Judge(object, old, {}).list()) {
    if (problem.severity == Severity::kError) paths.push_back(problem.path);
  }
  return paths;
}

using Paths = std::vector<std::string>;

TEST(Judge, TellsOursFromOthers) {
  Json object = Object({Group("g", {Rule(kBad)})});
  EXPECT_TRUE(IsJudged(object));
  EXPECT_EQ(Errors(object, nullptr), Paths{"spec.groups[0].rules[0].expr"});
  object["apiVersion"] = "example.com/v1";
  EXPECT_FALSE(IsJudged(object));
  EXPECT_EQ(Errors(object, nullptr), Paths());
  object["apiVersion"] = "monitoring.coreos.community/v1";
  EXPECT_FALSE(IsJudged(object));
  for (const Json& other :
       {Json(), Json("x"), Json::array({1}), Json{{"kind", 5}}, Json{{"kind", "Service"}}}) {
    EXPECT_FALSE(IsJudged(other)) << other;
    EXPECT_EQ(Errors(other, nullptr), Paths()) << other;
  }
}

TEST(Judge, LeavesAloneWhatIsBeingDeleted) {
  Json object = Object({Group("g", {Rule(kBad)})});
  object["metadata"]["deletionTimestamp"] = "2026-01-02T03:04:05Z";
  EXPECT_TRUE(Judge(object, nullptr, {}).empty());
}

struct Update {
  const char* what;
  Json old, now;
  Paths want;
};

TEST(Ratchet, LetsThroughOnlyWhatWasThere) {
  const Update updates[] = {
      {"nothing changed",
       Object({Group("g", {Rule(kBad)})}),
       Object({Group("g", {Rule(kBad)})}),
       {}},
      {"was good",
       Object({Group("g", {Rule(kGood)})}),
       Object({Group("g", {Rule(kBad)})}),
       {"spec.groups[0].rules[0].expr"}},
      {"bad in another way",
       Object({Group("g", {Rule(kBad)})}),
       Object({Group("g", {Rule("down[5m]")})}),
       {"spec.groups[0].rules[0].expr"}},
      {"another check",
       Object({Group("g", {Rule(kBad)})}),
       Object({Group("g", {Rule(kWorse)})}),
       {"spec.groups[0].rules[0].expr"}},
      {"a good rule before it",
       Object({Group("g", {Rule(kBad)})}),
       Object({Group("g", {Rule(kGood), Rule(kBad)})}),
       {}},
      {"a second one of the same",
       Object({Group("g", {Rule(kBad)})}),
       Object({Group("g", {Rule(kBad), Rule(kBad)})}),
       {"spec.groups[0].rules[1].expr"}},
      {"groups in another order",
       Object({Group("g", {Rule(kBad)}), Group("h", {})}),
       Object({Group("h", {}), Group("g", {Rule(kBad)})}),
       {}},
      {"in another group",
       Object({Group("g", {Rule(kBad)}), Group("h", {})}),
       Object({Group("g", {}), Group("h", {Rule(kBad)})}),
       {"spec.groups[1].rules[0].expr"}},
      {"another group added",
       Object({Group("g", {Rule(kBad)})}),
       Object({Group("new", {Rule(kGood)}), Group("g", {Rule(kBad)})}),
       {}},
      {"one mended, one broken",
       Object({Group("g", {Rule(kBad), Rule(kGood)})}),
       Object({Group("g", {Rule(kGood), Rule(kWorse)})}),
       {"spec.groups[0].rules[1].expr"}},
  };
  for (const Update& update : updates)
    EXPECT_EQ(Errors(update.now, &update.old), update.want) << update.what;
}

TEST(Ratchet, ComparesWholeValuesNotWhatIsShown) {
  const std::string same(400, 'a');
  const Json old = Object({Group("g", {Rule((same + "[5m]").c_str())})});
  const Json now = Object({Group("g", {Rule((same + "[6m]").c_str())})});
  EXPECT_EQ(Errors(now, &old), Paths{"spec.groups[0].rules[0].expr"});
  EXPECT_EQ(Errors(old, &old), Paths());
}

TEST(Ratchet, AlsoForKeysOfMaps) {
  Json old = Object({Group("g", {Rule(kGood)})});
  old["spec"]["groups"][0]["rules"][0]["labels"] = {{"__name__", "x"}};
  EXPECT_EQ(Errors(old, nullptr), Paths{"spec.groups[0].rules[0].labels.__name__"});
  Json now = old;
  now["spec"]["groups"][0]["rules"][0]["labels"] = {
      {"__name__", "another value, but the name is what is wrong"}};
  EXPECT_EQ(Errors(now, &old), Paths());
  now["spec"]["groups"][0]["rules"][0]["labels"] = {{"", "x"}};
  EXPECT_EQ(Errors(now, &old), Paths{"spec.groups[0].rules[0].labels[]"});
}

TEST(Ratchet, SaysSo) {
  const Json object = Object({Group("g", {Rule(kBad)})});
  const Problems problems = Judge(object, &object, {});
  ASSERT_EQ(problems.list().size(), 1u);
  EXPECT_EQ(problems.list()[0].severity, Severity::kWarning);
  EXPECT_TRUE(problems.list()[0].Text().ends_with("; let through because it was so before"));
  EXPECT_FALSE(problems.HasErrors());
}

TEST(Ratchet, OldObjectsNeedNotBeSane) {
  const Json now = Object({Group("g", {Rule(kBad)})});
  for (const Json& old :
       {Json(), Json("x"), Json::array(), Json{{"kind", "Service"}}, Object({Json(5)})}) {
    EXPECT_EQ(Errors(now, &old), Paths{"spec.groups[0].rules[0].expr"}) << old;
  }
}

TEST(Ratchet, DoesNotForgetWhatWasTooMuchToList) {
  Json many = Object({});
  for (size_t i = 0; i < Problems::kMax + 10; ++i) many["spec"]["groups"].push_back(i);
  EXPECT_FALSE(Judge(many, &many, {}).HasErrors());
  Json more = many;
  more["spec"]["groups"].push_back("x");
  EXPECT_TRUE(Judge(more, &many, {}).HasErrors());
}

}  // namespace
}  // namespace promgate
