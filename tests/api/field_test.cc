#include "api/field.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace promgate {
namespace {

const Json& Document() {
  static const Json document = {
      {"spec", {{"groups", {{{"name", "a"}, {"limit", 3}, {"empty", ""}, {"nothing", nullptr}}}}}}};
  return document;
}

TEST(Field, CarriesItsPathToWhatIsThere) {
  const Field name = Field(Document())["spec"]["groups"][0]["name"];
  EXPECT_TRUE(name);
  EXPECT_EQ(name.path(), "spec.groups[0].name");
  EXPECT_EQ(name.str(), "a");
  EXPECT_EQ(*name.value(), "a");
}

TEST(Field, CarriesItsPathToWhatIsNot) {
  const Field root(Document());
  const Field absent = root["spec"]["groups"][7]["rules"]["expr"];
  EXPECT_FALSE(absent);
  EXPECT_EQ(absent.value(), nullptr);
  EXPECT_EQ(absent.path(), "spec.groups[7].rules.expr");
  EXPECT_EQ(absent.str("fallback"), "fallback");
  EXPECT_EQ(root["spec"][0].value(), nullptr) << "an object has no elements";
  EXPECT_EQ(root["spec"]["groups"]["name"].value(), nullptr) << "a list has no members";
}

TEST(Field, NullCountsAsAbsentButHasAValue) {
  const Field nothing = Field(Document())["spec"]["groups"][0]["nothing"];
  EXPECT_FALSE(nothing);
  EXPECT_NE(nothing.value(), nullptr);
  EXPECT_FALSE(Field());
  EXPECT_EQ(Field().value(), nullptr);
}

TEST(Field, TellsTypesAndSizes) {
  const Field group = Field(Document())["spec"]["groups"][0];
  EXPECT_TRUE(group.is_object());
  EXPECT_EQ(group.size(), 4u);
  EXPECT_TRUE(Field(Document())["spec"]["groups"].is_array());
  EXPECT_EQ(group["limit"].str("no string"), "no string");
  EXPECT_FALSE(group["limit"].is_string());
  EXPECT_EQ(group["name"].size(), 0u);
  EXPECT_TRUE(group["empty"]);
  EXPECT_EQ(group["empty"].str("not the fallback"), "");
}

TEST(Field, StartsFromAPath) {
  EXPECT_EQ(Field(Document(), "items[3]")["spec"].path(), "items[3].spec");
}

}  // namespace
}  // namespace promgate
