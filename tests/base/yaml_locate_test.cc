#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/strings.h"
#include "base/yaml.h"

namespace promgate {
namespace {

TEST(LocateInScalar, FindsTheMarkedByte) {
  // Each value holds one X; so does each text.
  const std::string_view cases[] = {
      "a: fooX",
      "a: foo\n   barX\n",
      "a: foo\n\n\n   bar X\n",
      "a: 'it''s X'",
      "a: 'one\n   two\n\n   X'",
      "a: \"\\t\\u00e9\\x41\\N\\_\\L\\U0001F642 X\"",
      "a: \"one \\\n   two\n\n   three\\\n\n   X\"",
      "a: |\n  one\n  twoX\n",
      "a: |2\n    one\n   X\n",
      "- k: |2-\n      one\n    X\n",
      "- - |2\n      one\n    X\n",
      "a: &x !!str |\n  one\n  X\n",
      "a: |+ # comment\n\n\n  one\n\n\n   X\n\n",
      "a: >\n  one\n  two\n\n  X\n",
      "a: >\n  one\n    two\n  three\n\n\n  X\n",
      "a: >-\n\n  one\n  \n\n    two\n\n  X\n",
      "a: |\r\n  one\r\n  X\r\n",
      "--- |2\n    one\n  X\n",
      "é: 'ü\n  éX'",
  };
  for (std::string_view text : cases) {
    Result<std::vector<YamlDocument>> documents = ParseYaml(text);
    ASSERT_TRUE(documents) << text << ": " << documents.error().message;
    bool seen = false;
    for (const auto& [path, place] : documents->front().places) {
      if (place.style == YamlPlace::Style::kCollection) continue;
      const Json* value = &documents->front().root;
      while (value->is_structured()) value = &*value->begin();
      const size_t wanted = value->get_ref<const std::string&>().find('X');
      ASSERT_NE(wanted, std::string::npos) << text;
      EXPECT_EQ(LocateInScalar(text, place, wanted).offset, text.find('X')) << text;
      seen = true;
    }
    EXPECT_TRUE(seen) << text;
  }
}

TEST(LocateInScalar, LinesColumnsAndEnds) {
  const std::string_view text = "a: |\n  é\n  bc\nb: \"q\\u00e9r\"\nc: ''\n";
  Result<std::vector<YamlDocument>> documents = ParseYaml(text);
  ASSERT_TRUE(documents) << documents.error().message;
  const auto at = [&](std::string_view path, size_t offset) {
    const YamlMark mark =
        LocateInScalar(text, documents->front().places.find(path)->second, offset);
    return std::to_string(mark.line) + ":" + std::to_string(mark.column);
  };
  EXPECT_EQ(at("a", 0), "2:3");
  EXPECT_EQ(at("a", 1), "2:4");  // columns count bytes
  EXPECT_EQ(at("a", 2), "2:5");  // the line break
  EXPECT_EQ(at("a", 3), "3:3");
  EXPECT_EQ(at("a", 5), "3:5");
  EXPECT_EQ(at("a", 99), "3:5");
  EXPECT_EQ(at("b", 0), "4:5");
  EXPECT_EQ(at("b", 2), "4:6");  // inside what an escape stands for
  EXPECT_EQ(at("b", 3), "4:12");
  EXPECT_EQ(at("b", 4), "4:13");
  EXPECT_EQ(at("c", 0), "5:5");
  EXPECT_EQ(at("", 7), "1:1");  // of a collection: where it begins
}

// Letters stand for themselves in every style: whatever is folded, escaped or indented around them,
// each byte of a value that is a letter must be found where that letter is.
TEST(LocateInScalar, FindsEveryLetterOfRandomScalars) {
  constexpr std::string_view kPieces[] = {"a",    "bc",    "d",       " ",    "  ",    "\n", "\n ",
                                          "\n  ", "\n   ", "\n\n",    "\t",   "é",     "''", "\\\n",
                                          "\\n",  "\\x41", "\\u20ac", "\\\\", "\n \t", "e"};
  constexpr std::string_view kFrames[][2] = {
      {"k: ", "\n"},     {"k: '", "'\n"},      {"k: \"", "\"\n"},       {"k: |\n ", "\n"},
      {"k: >\n ", "\n"}, {"k: |2-\n  ", "\n"}, {"- k: >1+\n   ", "\n"}, {"- - >-\n    ", "\nz"},
      {"[ ", "]"},       {"k: &x ", "\n"}};
  std::mt19937 random(5);
  std::uniform_int_distribution<size_t> piece(0, std::size(kPieces) - 1),
      frame(0, std::size(kFrames) - 1), length(1, 12);
  size_t checked = 0;
  for (int i = 0; i < 50'000; ++i) {
    const auto& [before, after] = kFrames[frame(random)];
    std::string text(before);
    for (size_t n = length(random); n > 0; --n) text += kPieces[piece(random)];
    text += after;
    Result<std::vector<YamlDocument>> documents = ParseYaml(text);
    if (!documents || documents->empty()) continue;
    const YamlDocument& document = documents->front();
    const Json* value = &document.root;
    while (value->is_structured() && !value->empty()) value = &*value->begin();
    const auto place = std::find_if(
        document.places.begin(), document.places.end(),
        [](const auto& entry) { return entry.second.style != YamlPlace::Style::kCollection; });
    if (place == document.places.end() || !value->is_string()) continue;
    const auto& string = value->get_ref<const std::string&>();
    size_t last = 0;
    for (size_t at = 0; at < string.size(); ++at) {
      const size_t found = LocateInScalar(text, place->second, at).offset;
      ASSERT_GE(found, last) << GoQuote(text);
      last = found;
      if (string[at] < 'a' || string[at] > 'e') continue;
      ASSERT_LT(found, text.size()) << GoQuote(text);
      ASSERT_EQ(text[found], string[at])
          << GoQuote(text) << " value " << GoQuote(string) << " byte " << at;
      ++checked;
    }
  }
  EXPECT_GT(checked, 20'000u);
}

}  // namespace
}  // namespace promgate
