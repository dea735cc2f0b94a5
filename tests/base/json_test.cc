#include "base/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace promgate {
namespace {

TEST(ParseJson, ReadsValues) {
  const struct Case {
    std::string_view text;
    Json value;
  } cases[] = {
      {"null", nullptr},
      {" [1, -2, 1.5, true, \"x\\u00e9\"] \n", {1, -2, 1.5, true, "xé"}},
      {R"({"a": {"b": [{}, []]}})", {{"a", {{"b", {Json::object(), Json::array()}}}}}},
      {R"({"a": 1, "a": {"b": 2}, "c": 3})", {{"a", {{"b", 2}}}, {"c", 3}}},
      {R"({"a": {"b": 2}, "a": 1})", {{"a", 1}}},
      {"\"\"", ""},
      {"18446744073709551615", 18446744073709551615u},
      {"[[[]], 7]", {{Json::array()}, 7}},
  };
  for (const Case& c : cases) {
    Result<Json> got = ParseJson(c.text);
    ASSERT_TRUE(got) << c.text << ": " << got.error().message;
    EXPECT_EQ(*got, c.value) << c.text;
  }
}

TEST(ParseJson, RefusesWithPlace) {
  const struct Case {
    std::string_view text, message;
  } cases[] = {
      {"", "line 1, column 1: unexpected end of input"},
      {" ", "line 1, column 2: unexpected end of input; expected '[', '{', or a literal"},
      {"{\"a\":\n  [1,}", "line 2, column 6: unexpected '}'; expected '[', '{', or a literal"},
      {"[1] x", "line 1, column 5: invalid literal; expected end of input"},
      {"[1]\n[2]", "line 2, column 1: unexpected '['; expected end of input"},
      {"{\"a\":1", "line 1, column 7: unexpected end of input; expected '}'"},
      {"1e400", "line 1, column 5: number overflow parsing '1e400'"},
      {"\"\xff\"", "line 1, column 2: invalid string: ill-formed UTF-8 byte"},
      {"{1:2}", "line 1, column 2: unexpected number literal; expected string literal"},
  };
  for (const Case& c : cases) {
    Result<Json> got = ParseJson(c.text);
    ASSERT_FALSE(got) << c.text;
    EXPECT_EQ(got.error().message, c.message) << c.text;
    EXPECT_EQ(got.error().code, Code::kInvalid) << c.text;
  }
}

TEST(ParseJson, NeverRepeatsWhatItRead) {
  Result<Json> got = ParseJson(R"({"password": "hunter2", "x": "hunter2)");
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message, "line 1, column 38: invalid string: missing closing quote");
  EXPECT_LT(ParseJson("1e" + std::string(100'000, '9')).error().message.size(), 200u);
}

std::string Nested(int depth, std::string_view open, std::string_view close) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += open;
  for (int i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(ParseJson, HoldsItsLimits) {
  EXPECT_TRUE(ParseJson(Nested(64, "[", "]")));
  Result<Json> deep = ParseJson(Nested(65, "[", "]"));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().message, "nested more than 64 levels deep");
  EXPECT_FALSE(ParseJson(Nested(1'000'000, "[", "")));
  EXPECT_FALSE(ParseJson(Nested(1'000'000, "{\"a\":", "}")));

  JsonLimits small{.max_bytes = 4, .max_values = 2};
  Result<Json> large = ParseJson("[1,2]", small);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, Code::kTooLarge);
  EXPECT_TRUE(ParseJson("[12]", small));

  small.max_bytes = 100;
  Result<Json> many = ParseJson("[1,2]", small);
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().message, "more than 2 values");
}

TEST(DumpJson, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(DumpJson({{"a", "x\xff"}, {"b", 1}}), "{\"a\":\"x\uFFFD\",\"b\":1}");
  EXPECT_EQ(DumpJson({{"a", {1}}}, 2), "{\n  \"a\": [\n    1\n  ]\n}");
}

}  // namespace
}  // namespace promgate
