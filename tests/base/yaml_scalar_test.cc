#include "base/yaml_scalar.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace promgate {
namespace {

std::string Resolved(std::string_view text, YamlDialect dialect, std::string_view tag = "",
                     bool plain = true) {
  Result<Json> value = ResolveYamlScalar({text, tag, plain}, dialect);
  return value ? DumpJson(*value) : value.error().message;
}

// What go-yaml made of each; one column where both versions agree.
struct PlainCase {
  std::string_view text, kubernetes, prometheus = kubernetes;
};
const PlainCase kPlainCases[] = {
    {"", "null"},
    {"~", "null"},
    {"null", "null"},
    {"Null", "null"},
    {"NULL", "null"},
    {"nULL", "\"nULL\""},
    {"true", "true"},
    {"False", "false"},
    {"TRUE", "true"},
    {"tRue", "\"tRue\""},
    {"yes", "true", "\"yes\""},
    {"No", "false", "\"No\""},
    {"on", "true", "\"on\""},
    {"OFF", "false", "\"OFF\""},
    {"y", "true", "\"y\""},
    {"N", "false", "\"N\""},
    {"0", "0"},
    {"00", "0"},
    {"12", "12"},
    {"+12", "12"},
    {"-12", "-12"},
    {"012", "10"},
    {"-012", "-10"},
    {"08", "8", "8.0"},
    {"0777", "511"},
    {"0x1F", "31"},
    {"-0X10", "-16"},
    {"0o17", "15"},
    {"0b11", "3"},
    {"1_000", "1000"},
    {"0x_1", "1"},
    {"_1", "\"_1\""},
    {"0b2", "\"0b2\""},
    {"0x", "\"0x\""},
    {"-", "\"-\""},
    {"9223372036854775808", "9223372036854775808"},
    {"18446744073709551615", "18446744073709551615"},
    {"18446744073709551616", "1.8446744073709552e+19"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"+9223372036854775808", "9.223372036854776e+18"},
    {"1.5", "1.5"},
    {".5", "0.5"},
    {"-.5", "-0.5"},
    {"1.", "1", "1.0"},
    {"8.0", "8", "8.0"},
    {"-0.0", "0", "-0.0"},
    {"1e3", "1000", "1000.0"},
    {"1E-3", "0.001"},
    {"1e400", "\"1e400\""},
    {"1e-400", "0", "0.0"},
    {"1e", "\"1e\""},
    {".", "\".\""},
    {".e3", "\".e3\""},
    {"._5", "\"._5\""},
    {"1.2.3", "\"1.2.3\""},
    {"190:20:30", "\"190:20:30\""},
    {"2001-12-14", "\"2001-12-14\""},
    {"<<", "\"<<\""},
    {".inf", "unsupported value: +Inf", "null"},
    {"-.Inf", "unsupported value: -Inf", "null"},
    {".NaN", "unsupported value: NaN", "null"},
    {".Nan", "\".Nan\""},
};

TEST(YamlScalar, PlainOnes) {
  for (const PlainCase& c : kPlainCases) {
    EXPECT_EQ(Resolved(c.text, YamlDialect::kKubernetes), c.kubernetes) << c.text;
    EXPECT_EQ(Resolved(c.text, YamlDialect::kPrometheus), c.prometheus) << c.text;
    EXPECT_EQ(Resolved(c.text, YamlDialect::kKubernetes, "", false), DumpJson(Json(c.text)))
        << c.text;
  }
}

TEST(YamlScalar, TaggedOnes) {
  const struct Case {
    std::string_view tag, text;
    bool plain;
    std::string_view value;
  } cases[] = {
      {"tag:yaml.org,2002:str", "12", true, "\"12\""},
      {"tag:yaml.org,2002:int", "12", false, "12"},
      {"tag:yaml.org,2002:int", "abc", true, "cannot decode !!str `abc` as a !!int"},
      {"tag:yaml.org,2002:float", "abc", true, "cannot decode !!str `abc` as a !!float"},
      {"tag:yaml.org,2002:float", "12", true, "12"},
      {"tag:yaml.org,2002:bool", "yes", true, "true"},
      {"tag:yaml.org,2002:bool", "x", true, "cannot decode !!str `x` as a !!bool"},
      {"tag:yaml.org,2002:null", "x", true, "cannot decode !!str `x` as a !!null"},
      {"tag:yaml.org,2002:binary", "aGk=", true, "\"hi\""},
      {"tag:yaml.org,2002:binary", "a", true, "!!binary value contains invalid base64 data"},
      {"tag:yaml.org,2002:timestamp", "2001-12-14", true, "\"2001-12-14\""},
      {"tag:yaml.org,2002:timestamp", "x", true, "cannot decode !!str `x` as a !!timestamp"},
      {"tag:yaml.org,2002:foo", "12", true, "\"12\""},
      {"!foo", "12", true, "\"12\""},
      {"!", "12", true, "\"12\""},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Resolved(c.text, YamlDialect::kKubernetes, c.tag, c.plain), c.value)
        << c.tag << " " << c.text;
  }
  EXPECT_EQ(Resolved("12", YamlDialect::kPrometheus, "!"), "12");
  EXPECT_EQ(Resolved("12", YamlDialect::kPrometheus, "!", false), "\"12\"");
}

TEST(YamlScalar, Keys) {
  const struct Case {
    std::string_view text, kubernetes, prometheus;
  } cases[] = {
      {"a", "a", "a"},         {"yes", "true", "yes"},   {"0x10", "16", "0x10"},
      {"1.50", "1.5", "1.50"}, {"-7", "-7", "-7"},       {".inf", ".inf", ".inf"},
      {"1e6", "1e+06", "1e6"}, {".nan", ".nan", ".nan"}, {"-.inf", "-.inf", "-.inf"},
  };
  for (const Case& c : cases) {
    Result<std::string> kubernetes = ResolveYamlKey({c.text}, YamlDialect::kKubernetes);
    Result<std::string> prometheus = ResolveYamlKey({c.text}, YamlDialect::kPrometheus);
    ASSERT_TRUE(kubernetes) << c.text;
    ASSERT_TRUE(prometheus) << c.text;
    EXPECT_EQ(*kubernetes, c.kubernetes);
    EXPECT_EQ(*prometheus, c.prometheus);
  }
  EXPECT_FALSE(ResolveYamlKey({"~"}, YamlDialect::kKubernetes));
  EXPECT_FALSE(ResolveYamlKey({"18446744073709551615"}, YamlDialect::kKubernetes));
}

}  // namespace
}  // namespace promgate
