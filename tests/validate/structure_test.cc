#include "validate/structure.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json.h"

namespace promgate {
namespace {

constexpr Member kMembers[] = {
    {"name", Type::kString, /*required=*/true},
    {"limit", Type::kInteger},
    {"expr", Type::kIntOrString},
    {"labels", Type::kStringMap},
    {"rules", Type::kArray},
    {"spec", Type::kObject},
    {"strategy", Type::kString, /*required=*/false, /*resource_only=*/true},
};

std::vector<std::string> Check(const char* text, Form form) {
  const Result<Json> document = ParseJson(text);
  EXPECT_TRUE(document) << text;
  Problems problems;
  CheckMembers(Field(*document, "x"), kMembers, form, problems);
  std::vector<std::string> texts;
  for (const Problem& problem : problems.list()) {
    texts.push_back(std::string(problem.check) + " " + problem.Text());
  }
  return texts;
}

TEST(Structure, TakesWhatTheApiServerTakes) {
  for (const char* text : {
           R"({"name":"a"})",
           R"({"name":"a","limit":2,"expr":5,"labels":{},"rules":[],"spec":{}})",
           R"({"name":"a","limit":2.0,"expr":"up","labels":{"a":"b","c":null},"rules":null})",
           R"({"name":"a","limit":-9223372036854775808})",
           R"({"name":"a","limit":9223372036854775807})",
           R"({"name":"","strategy":"warn"})",
       }) {
    EXPECT_EQ(Check(text, Form::kResource), std::vector<std::string>()) << text;
  }
}

struct Bad {
  const char* text;
  const char* want;
};

constexpr Bad kBad[] = {
    {R"({})", "schema/required x.name: Required value"},
    {R"({"name":null})", "schema/required x.name: Required value"},
    {R"({"name":5})",
     R"(schema/type x.name: Invalid value: "integer": x.name in body must be of type string: "integer")"},
    {R"({"name":true})",
     R"(schema/type x.name: Invalid value: "boolean": x.name in body must be of type string: "boolean")"},
    {R"({"name":"a","limit":"5"})",
     R"(schema/type x.limit: Invalid value: "string": x.limit in body must be of type integer: "string")"},
    {R"({"name":"a","limit":1.5})",
     R"(schema/type x.limit: Invalid value: "number": x.limit in body must be of type integer: "number")"},
    {R"({"name":"a","limit":1e300})",
     R"(schema/type x.limit: Invalid value: "number": x.limit in body must be of type integer: "number")"},
    {R"({"name":"a","expr":1.5})",
     R"(schema/type x.expr: Invalid value: "number": x.expr in body must be of type integer,string: "number")"},
    {R"({"name":"a","labels":[]})",
     R"(schema/type x.labels: Invalid value: "array": x.labels in body must be of type object: "array")"},
    {R"({"name":"a","labels":{"a/b":1}})",
     R"(schema/type x.labels[a/b]: Invalid value: "integer": x.labels[a/b] in body must be of type string: "integer")"},
    {R"({"name":"a","rules":{}})",
     R"(schema/type x.rules: Invalid value: "object": x.rules in body must be of type array: "object")"},
    {R"({"name":"a","spec":"s"})",
     R"(schema/type x.spec: Invalid value: "string": x.spec in body must be of type object: "string")"},
    {R"([])",
     R"(schema/type x: Invalid value: "array": x in body must be of type object: "array")"},
    {R"(null)",
     R"(schema/type x: Invalid value: "null": x in body must be of type object: "null")"},
    {R"({"name":"a","exprr":"up"})",
     R"(schema/unknown-field x.exprr: unknown field, which the API server drops; did you mean "expr"?)"},
    {R"({"name":"a","zzz":"up"})",
     "schema/unknown-field x.zzz: unknown field, which the API server drops"},
};

TEST(Structure, SaysWhatTheApiServerSays) {
  for (const Bad& bad : kBad) {
    EXPECT_EQ(Check(bad.text, Form::kResource), std::vector<std::string>{bad.want}) << bad.text;
  }
}

TEST(Structure, OfAFileAnyScalarIsAString) {
  const char* good = R"({"name":5,"limit":5.5,"expr":true,"labels":{"a":1.5,"b":false,"c":null}})";
  EXPECT_EQ(Check(good, Form::kFile), std::vector<std::string>());
  EXPECT_EQ(
      Check(R"({"name":["a"]})", Form::kFile),
      std::vector<std::string>{
          R"(schema/type x.name: Invalid value: "array": x.name in body must be of type string: "array")"});
  EXPECT_EQ(
      Check(R"({"name":"a","limit":"5"})", Form::kFile),
      std::vector<std::string>{
          R"(schema/type x.limit: Invalid value: "string": x.limit in body must be of type integer: "string")"});
}

TEST(Structure, OfAFileUnknownFieldsAreErrors) {
  EXPECT_EQ(
      Check(R"({"name":"a","Expr":"up"})", Form::kFile),
      std::vector<std::string>{
          R"(rule-file/unknown-field x.Expr: Forbidden: unknown field; did you mean "expr"?)"});
  EXPECT_EQ(
      Check(R"({"name":"a","strategy":"warn"})", Form::kFile),
      std::vector<std::string>{"rule-file/unknown-field x.strategy: Forbidden: unknown field"});
}

TEST(Structure, ReportsEverythingAtOnce) {
  EXPECT_EQ(Check(R"({"limit":"x","rules":1,"a":1,"b":2})", Form::kResource).size(), 5u);
}

}  // namespace
}  // namespace promgate
