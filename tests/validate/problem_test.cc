#include "validate/problem.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace promgate {
namespace {

const Json& Document() {
  static const Json document = {
      {"name", "a \"b\""}, {"limit", 7}, {"list", {1, 2}}, {"object", {{"a", 1}}}};
  return document;
}

Field At(const char* name) {
  return Field(Document(), "spec")[name];
}

// The text of the one problem that `raise` raises.
template <class Raise>
std::string TextOf(Raise raise) {
  Problems problems;
  raise(problems);
  EXPECT_EQ(problems.list().size(), 1u);
  return problems.list().at(0).Text();
}

TEST(Problem, ReadsAsKubernetesPrintsIt) {
  EXPECT_EQ(TextOf([](Problems& p) { p.Required(At("none"), "schema/required", ""); }),
            "spec.none: Required value");
  EXPECT_EQ(TextOf([](Problems& p) { p.Required(At("none"), "schema/required", "must be there"); }),
            "spec.none: Required value: must be there");
  EXPECT_EQ(TextOf([](Problems& p) { p.Invalid(At("name"), "rule/duration", "must be short"); }),
            R"(spec.name: Invalid value: "a \"b\"": must be short)");
  EXPECT_EQ(TextOf([](Problems& p) { p.Invalid(At("limit"), "rule/duration", "must be 8"); }),
            "spec.limit: Invalid value: 7: must be 8");
  EXPECT_EQ(TextOf([](Problems& p) { p.Duplicate(At("name"), "rule/duplicate-group"); }),
            R"(spec.name: Duplicate value: "a \"b\"")");
  EXPECT_EQ(TextOf([](Problems& p) {
              p.Forbidden(At("limit"), "rule/recording-field", "may not be set");
            }),
            "spec.limit: Forbidden: may not be set");
  EXPECT_EQ(TextOf([](Problems& p) {
              p.TooLong(At("name"), "schema/type", "may not be more than 2 bytes");
            }),
            "spec.name: Too long: may not be more than 2 bytes");
  EXPECT_EQ(
      TextOf([](Problems& p) { p.TypeInvalid(At("limit"), "schema/type", "string"); }),
      R"(spec.limit: Invalid value: "integer": spec.limit in body must be of type string: "integer")");
  EXPECT_EQ(TextOf([](Problems& p) {
              p.InvalidKey(At("object")["a"], "a", "rule/label-name", "must be b");
            }),
            R"(spec.object.a: Invalid value: "a": must be b)");
}

TEST(Problem, NamesWhatIsSupportedAndTheNearest) {
  const Json document = {{"mode", "abrot"}};
  constexpr std::string_view kModes[] = {"abort", "warn"};
  EXPECT_EQ(
      TextOf([&](Problems& p) { p.NotSupported(Field(document)["mode"], "schema/enum", kModes); }),
      R"(mode: Unsupported value: "abrot": supported values: "abort", "warn"; did you mean "abort"?)");
}

TEST(Problem, AWarningSaysOnlyWhatItSays) {
  Problems problems;
  problems.Warn(At("name"), "rule/alertname-label", "has no effect");
  EXPECT_EQ(problems.list()[0].Text(), "spec.name: has no effect");
  EXPECT_EQ(problems.list()[0].severity, Severity::kWarning);
  EXPECT_EQ(Reason(problems.list()[0].cause), "");
  EXPECT_FALSE(problems.HasErrors());
  problems.Required(At("none"), "schema/required", "");
  EXPECT_TRUE(problems.HasErrors());
}

TEST(Problem, CausesAreThoseOfKubernetes) {
  EXPECT_EQ(Reason(Cause::kRequired), "FieldValueRequired");
  EXPECT_EQ(Reason(Cause::kInvalid), "FieldValueInvalid");
  EXPECT_EQ(Reason(Cause::kNotSupported), "FieldValueNotSupported");
  EXPECT_EQ(Reason(Cause::kDuplicate), "FieldValueDuplicate");
  EXPECT_EQ(Reason(Cause::kForbidden), "FieldValueForbidden");
  EXPECT_EQ(Reason(Cause::kTooLong), "FieldValueTooLong");
  EXPECT_EQ(Reason(Cause::kTooMany), "FieldValueTooMany");
  EXPECT_EQ(Reason(Cause::kTypeInvalid), "FieldValueTypeInvalid");
}

struct Shown {
  const char* what;
  std::string value;
  std::optional<ValueSpan> span;
  std::string want;
};

TEST(ShownValue, IsCutAroundWhatMatters) {
  const std::string a60(60, 'a'), b60(60, 'b'), c60(60, 'c');
  const Shown cases[] = {
      {"short", "abc", {}, R"("abc")"},
      {"just fits", a60 + b60, {}, "\"" + a60 + b60 + "\""},
      {"too long: the start", a60 + b60 + c60, {}, "\"" + a60 + b60 + "…\""},
      {"span near the start", a60 + b60 + c60, ValueSpan{3, 4}, "\"" + a60 + b60 + "…\""},
      {"span at the end", a60 + b60 + c60, ValueSpan{179, 180}, "\"…" + b60 + c60 + "\""},
      {"span in the middle", a60 + a60 + b60 + b60, ValueSpan{130, 131},
       "\"…" + std::string(50, 'a') + b60 + std::string(10, 'b') + "…\""},
      {"span past the end", a60 + b60 + c60, ValueSpan{999, 1000}, "\"…" + b60 + c60 + "\""},
  };
  for (const Shown& c : cases) {
    const Json document = {{"x", c.value}};
    EXPECT_EQ(ShownValue(Field(document)["x"], c.span), c.want) << c.what;
  }
}

TEST(ShownValue, NeverCutsACharacter) {
  std::string value;
  while (value.size() < 300) value += "é€";  // 2 and 3 bytes
  for (uint32_t start = 0; start < value.size(); ++start) {
    const Json document = {{"x", value}};
    const std::string shown = ShownValue(Field(document)["x"], ValueSpan{start, start + 1});
    EXPECT_EQ(shown.find("\\x"), shown.npos) << start << ": " << shown;
    EXPECT_EQ(shown.find("\\u"), shown.npos) << start << ": " << shown;
  }
}

TEST(ShownValue, OfCollectionsOnlyThatTheyAre) {
  EXPECT_EQ(ShownValue(At("list")), "[…]");
  EXPECT_EQ(ShownValue(At("object")), "{…}");
  EXPECT_EQ(ShownValue(At("none")), "null");
}

TEST(Problems, AreBoundedAndTheRestCounted) {
  Problems problems;
  for (size_t i = 0; i < Problems::kMax + 5; ++i)
    problems.Required(At("none"), "schema/required", "");
  EXPECT_EQ(problems.list().size(), Problems::kMax);
  EXPECT_EQ(problems.dropped(), 5u);
  EXPECT_TRUE(problems.HasErrors());
}

}  // namespace
}  // namespace promgate
