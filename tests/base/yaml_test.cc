#include "base/yaml.h"

#include <gtest/gtest.h>

#include <string>

namespace promgate {
namespace {

// The one document of `text` as compact JSON, or what is wrong with it.
std::string Read(std::string_view text, YamlDialect dialect = YamlDialect::kKubernetes) {
  Result<std::vector<YamlDocument>> documents = ParseYaml(text, dialect);
  if (!documents) return documents.error().message;
  if (documents->size() != 1) return std::to_string(documents->size()) + " documents";
  return DumpJson(documents->front().root);
}

TEST(ParseYaml, Structure) {
  const struct Case {
    std::string_view text, json;
  } cases[] = {
      {"a: 1\nb:\n- x\n- {c: d}\n", R"({"a":1,"b":["x",{"c":"d"}]})"},
      {"- - - a\n", R"([[["a"]]])"},
      {"word", R"("word")"},
      {"a:\nb: ''\n", R"({"a":null,"b":""})"},
      {"? a\n: b\n", R"({"a":"b"})"},
      {"a: b#c # comment\n", R"({"a":"b#c"})"},
      {"{x, z: 1}", R"({"x":null,"z":1})"},
      {"\xEF\xBB\xBF"
       "a: 1\n",
       R"({"a":1})"},
      {"a: |\r\n  x\r\n  y\r\nb: 1\r\n", R"({"a":"x\ny\n","b":1})"},
      {"a: >-\n  x\n  y\n\n  z\n", R"({"a":"x y\nz"})"},
      {"%YAML 1.1\n---\na: 1\n...\n", R"({"a":1})"},
      {"!!map {a: !!seq [b]}", R"({"a":["b"]})"},
      {"1: a\n1.5: b\nyes: c\n0x10: d\n'2': e\n",
       R"({"1":"a","1.5":"b","16":"d","2":"e","true":"c"})"},
      {"a: &x {b: 1}\nc: *x\nd: [*x]\n", R"({"a":{"b":1},"c":{"b":1},"d":[{"b":1}]})"},
      {"&k foo: *k", R"({"foo":"foo"})"},
      {"a: &x q\n*x : 2\n", R"({"a":"q","q":2})"},
  };
  for (const Case& c : cases) EXPECT_EQ(Read(c.text), c.json) << c.text;
}

TEST(ParseYaml, Documents) {
  const struct Case {
    std::string_view text;
    std::vector<std::string> roots;
  } cases[] = {
      {"", {}},
      {"# only a comment\n", {}},
      {"---\n---\na: 1\n---\n# nothing\n...\n", {R"({"a":1})"}},
      {"--- a\n--- b\n", {R"("a")", R"("b")"}},
      {"~", {"null"}},
      {"a: &x 1\n---\nb: 2\n", {R"({"a":1})", R"({"b":2})"}},
  };
  for (const Case& c : cases) {
    Result<std::vector<YamlDocument>> documents = ParseYaml(c.text);
    ASSERT_TRUE(documents) << c.text << ": " << documents.error().message;
    std::vector<std::string> roots;
    for (const YamlDocument& document : *documents) roots.push_back(DumpJson(document.root));
    EXPECT_EQ(roots, c.roots) << c.text;
  }
  EXPECT_EQ(Read("a: &x 1\n---\nb: *x\n"), "line 3, column 4: unknown anchor 'x' referenced");
}

TEST(ParseYaml, Merges) {
  const struct Case {
    std::string_view text, kubernetes, prometheus;
  } cases[] = {
      {"x: &x {a: 1, b: 2}\nz: {<<: *x, a: 3}", R"({"a":3,"b":2})", R"({"a":3,"b":2})"},
      {"x: &x {a: 1, b: 2}\nz: {a: 3, <<: *x}", R"({"a":1,"b":2})", R"({"a":3,"b":2})"},
      {"x: &x {a: 1}\nw: &w {a: 2, c: 3}\nz: {<<: [*x, *w]}", R"({"a":1,"c":3})",
       R"({"a":1,"c":3})"},
      {"x: 0\nz: {<<: {a: 1}, b: 2}", R"({"a":1,"b":2})", R"({"a":1,"b":2})"},
      {"x: &x {a: {b: 1}}\nz: {<<: *x, a: 2}", R"({"a":2})", R"({"a":2})"},
      {"x: 0\nz: {\"<<\": {a: 1}}", R"({"<<":{"a":1}})", R"({"<<":{"a":1}})"},
      {"x: 0\nz: {a: <<}", R"({"a":"<<"})", R"({"a":"<<"})"},
  };
  for (const Case& c : cases) {
    for (YamlDialect dialect : {YamlDialect::kKubernetes, YamlDialect::kPrometheus}) {
      Result<std::vector<YamlDocument>> documents = ParseYaml(c.text, dialect);
      ASSERT_TRUE(documents) << c.text << ": " << documents.error().message;
      EXPECT_EQ(DumpJson(documents->front().root["z"]),
                dialect == YamlDialect::kKubernetes ? c.kubernetes : c.prometheus)
          << c.text;
    }
  }
}

TEST(ParseYaml, RefusesWithPlace) {
  const struct Case {
    std::string_view text, message;
  } cases[] = {
      {"a: \"abc", "line 1, column 8: found unexpected end of stream"},
      {"a: [1, 2", "line 1, column 9: did not find expected ',' or ']'"},
      {"a: {b: 1", "line 1, column 9: did not find expected ',' or '}'"},
      {"a:\n  - b\n c: d", "line 3, column 2: did not find expected key"},
      {"a: b: c", "line 1, column 5: mapping values are not allowed in this context"},
      {"é: ü: c", "line 1, column 7: mapping values are not allowed in this context"},
      {"a: @x", "line 1, column 4: found character that cannot start any token"},
      {"a: b\n\tc: d", "line 2, column 1: found a tab character that violates indentation"},
      {"a: \"\\q\"", "line 1, column 5: found unknown escape character"},
      {"a: \"\\ud800\"", "line 1, column 7: found invalid Unicode character escape code"},
      {"a: 1\nb: \xff", "line 2, column 4: invalid leading UTF-8 octet"},
      {"a: \xed\xa0\x80", "line 1, column 4: invalid Unicode character"},
      {"a: \x01", "line 1, column 4: control characters are not allowed"},
      {"a: 1\na: 2", "line 2, column 1: key \"a\" already set in map"},
      {"yes: 1\n\"true\": 2", "line 2, column 1: key \"true\" already set in map"},
      {"a: &x [*x]", "line 1, column 8: anchor 'x' value contains itself"},
      {"a: *x", "line 1, column 4: unknown anchor 'x' referenced"},
      {"a: {{ .Values.x }}", "line 1, column 5: invalid map key"},
      {"? [a]\n: b", "line 1, column 3: invalid map key"},
      {"~: 1", "line 1, column 1: unsupported map key: null"},
      {"a: {<<: 1}", "line 1, column 9: map merge requires map or sequence of maps as the value"},
      {"x: &x [{a: 1}]\nz: {<<: *x}",
       "line 2, column 9: map merge requires map or sequence of maps as the value"},
      {"a: !!int abc", "line 1, column 10: cannot decode !!str `abc` as a !!int"},
      {"a: .inf", "line 1, column 4: unsupported value: +Inf"},
      {"%YAML 1.3\n---\na: 1", "line 1, column 1: found incompatible YAML document"},
      {"%foo: bar", "line 1, column 5: found unexpected non-alphabetical character"},
      {"{a: 1}}", "line 1, column 7: did not find expected <document start>"},
      {"\xFF\xFE"
       "a",
       "line 1, column 1: invalid leading UTF-8 octet"},
  };
  for (const Case& c : cases) EXPECT_EQ(Read(c.text), c.message) << c.text;
}

std::string Repeat(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(ParseYaml, HoldsItsLimits) {
  EXPECT_EQ(Read(Repeat("[", 64) + Repeat("]", 64)), Repeat("[", 64) + Repeat("]", 64));
  const std::string deep = "line 1, column 65: nested more than 64 levels deep";
  EXPECT_EQ(Read(Repeat("[", 65) + Repeat("]", 65)), deep);
  EXPECT_EQ(Read(Repeat("[", 100'000)), deep);
  EXPECT_EQ(Read(Repeat("- ", 100'000)), "line 1, column 129: nested more than 64 levels deep");
  // Aliases nest what they bring.
  EXPECT_EQ(Read("a: &a " + Repeat("[", 60) + Repeat("]", 60) + "\nb: [[[[*a]]]]\n"),
            "line 2, column 8: nested more than 64 levels deep");

  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char name = 'b'; name < 'k'; ++name) {
    const std::string previous = std::string("*") + static_cast<char>(name - 1) + ",";
    bomb += std::string(1, name) + ": &" + name + " [" + Repeat(previous, 10) + "]\n";
  }
  EXPECT_TRUE(Read(bomb).ends_with("document contains excessive aliasing"))
      << Read(bomb).substr(0, 99);
  EXPECT_EQ(Read(Repeat("%TAG !a! b\n", 1000)), "line 1, column 1: too many %TAG directives");

  Result<std::vector<YamlDocument>> many =
      ParseYaml("[a, b, c]", YamlDialect::kKubernetes, {.max_nodes = 3});
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().message, "line 1, column 8: document has too many values");
  Result<std::vector<YamlDocument>> large =
      ParseYaml("[a, b, c]", YamlDialect::kKubernetes, {.max_bytes = 3});
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, Code::kTooLarge);
  // Every path would repeat the long key.
  std::string paths = "? " + Repeat("k", 100'000) + "\n:\n";
  for (int i = 0; i < 5000; ++i) paths += "  k" + std::to_string(i) + ": 1\n";
  EXPECT_TRUE(Read(paths).ends_with("document's keys are too long")) << Read(paths).substr(0, 99);
}

// "line:column-line:column" of the value at `path`.
std::string Span(const YamlDocument& document, std::string_view path) {
  const auto found = document.places.find(path);
  if (found == document.places.end()) return "nowhere";
  const YamlPlace& place = found->second;
  const auto text = [](const YamlMark& mark) {
    return std::to_string(mark.line) + ":" + std::to_string(mark.column);
  };
  return text(place.begin) + "-" + text(place.end);
}

TEST(ParseYaml, Places) {
  Result<std::vector<YamlDocument>> documents = ParseYaml(R"(# comment
---
spec:
  groups:
  - name: &n !foo ü
    rules:
    - {alert: "é", expr: up}
    - expr: |
        a
        b
  app/name: *n
  base: &b {q: {r: 1}}
  more: {<<: *b, s: 2}
)");
  ASSERT_TRUE(documents) << documents.error().message;
  const YamlDocument& document = documents->front();
  EXPECT_EQ(document.begin.line, 2u);
  const struct Case {
    std::string_view path, span;
  } cases[] = {
      {"spec.groups[0].name", "5:19-5:21"},
      {"spec.groups[0].rules[0].alert", "7:15-7:19"},
      {"spec.groups[0].rules[0].expr", "7:27-7:29"},
      {"spec.groups[0].rules[1].expr", "8:13-11:1"},
      {"spec[app/name]", "5:19-5:21"},  // where the anchor is
      {"spec.base.q.r", "12:20-12:21"},
      {"spec.more.q.r", "12:20-12:21"},
      {"spec.more.q", "12:16-12:22"},
      {"spec.more.s", "13:21-13:22"},
      {"spec.more[<<]", "nowhere"},
      {"spec.more[<<].q", "nowhere"},
      {"spec.nothing", "nowhere"},
  };
  for (const Case& c : cases) EXPECT_EQ(Span(document, c.path), c.span) << c.path;
  const auto style = [&](std::string_view path) {
    return document.places.find(path)->second.style;
  };
  EXPECT_EQ(style("spec"), YamlPlace::Style::kCollection);
  EXPECT_EQ(style("spec.groups[0].rules[0].alert"), YamlPlace::Style::kDoubleQuoted);
  EXPECT_EQ(style("spec.groups[0].rules[1].expr"), YamlPlace::Style::kLiteral);

  Result<std::vector<YamlDocument>> marked = ParseYaml(
      "\xEF\xBB\xBF"
      "a: b\n");
  ASSERT_TRUE(marked);
  EXPECT_EQ(Span(marked->front(), "a"), "1:4-1:5");
  EXPECT_EQ(marked->front().places.find("a")->second.begin.offset, 6u);
}

}  // namespace
}  // namespace promgate
