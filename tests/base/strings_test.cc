#include "base/strings.h"

#include <gtest/gtest.h>

#include <array>

namespace promgate {
namespace {

TEST(Strings, StrCatAndJoin) {
  EXPECT_EQ(StrCat({}), "");
  EXPECT_EQ(StrCat({"a", "", "bc"}), "abc");
  EXPECT_EQ(Join({}, ", "), "");
  const std::vector<std::string> items = {"a", "", "b"};
  EXPECT_EQ(Join(items, ", "), "a, , b");
}

TEST(Strings, GoQuote) {
  const struct Case {
    std::string_view text, quoted;
  } cases[] = {
      {"", R"("")"},
      {"a'b", R"("a'b")"},
      {"say \"x\"\\", R"("say \"x\"\\")"},
      {"\a\b\f\n\r\t\v", R"("\a\b\f\n\r\t\v")"},
      {std::string_view("\0\x1b\x7f", 3), R"("\x00\x1b\x7f")"},
      {"é🙂", "\"é🙂\""},
      {"\u200b\u00a0\ufeff\ue000", R"("\u200b\u00a0\ufeff\ue000")"},
      {"\U000E0001\U0010FFFF", R"("\U000e0001\U0010ffff")"},
      {"\xff\xc3", R"("\xff\xc3")"},
      {"\uFFFD", "\"\uFFFD\""},
      {"\xed\xa0\x80", R"("\xed\xa0\x80")"},
      {"\u0378\u0379", R"("\u0378\u0379")"},
  };
  for (const Case& c : cases) EXPECT_EQ(GoQuote(c.text), c.quoted) << c.quoted;
}

TEST(Strings, GoQuoteRune) {
  const struct Case {
    char32_t rune;
    std::string_view quoted;
  } cases[] = {
      {'a', "'a'"},        {'\'', R"('\'')"},       {'"', R"('"')"},
      {'\n', R"('\n')"},   {0x200B, R"('\u200b')"}, {0x1F642, "'🙂'"},
      {0, R"('\x00')"},    {0xD800, "'\uFFFD'"},    {0x110000, "'\uFFFD'"},
      {0x7F, R"('\x7f')"}, {0xAD, R"('\u00ad')"},
  };
  for (const Case& c : cases) EXPECT_EQ(GoQuoteRune(c.rune), c.quoted) << c.quoted;
}

TEST(Strings, DecodeRune) {
  const struct Case {
    std::string_view text;
    char32_t value;
    uint32_t length;
  } cases[] = {
      {"a", 'a', 1},
      {"é!", 0xE9, 2},
      {"€", 0x20AC, 3},
      {"🙂", 0x1F642, 4},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF, 4},
      {"\xC3", 0xFFFD, 1},              // cut short
      {"\x80", 0xFFFD, 1},              // a tail without a lead
      {"\xC0\x80", 0xFFFD, 1},          // overlong
      {"\xE0\x9F\xBF", 0xFFFD, 1},      // overlong
      {"\xF0\x8F\xBF\xBF", 0xFFFD, 1},  // overlong
      {"\xED\xA0\x80", 0xFFFD, 1},      // surrogate
      {"\xF4\x90\x80\x80", 0xFFFD, 1},  // past the last rune
      {"\xE2\x82\x28", 0xFFFD, 1},
  };
  for (const Case& c : cases) {
    const Rune got = DecodeRune(c.text);
    EXPECT_EQ(got.value, c.value) << GoQuote(c.text);
    EXPECT_EQ(got.length, c.length) << GoQuote(c.text);
  }
}

TEST(Strings, EveryRuneSurvives) {
  for (char32_t rune = 0; rune <= 0x10FFFF; ++rune) {
    if (rune >= 0xD800 && rune <= 0xDFFF) continue;
    std::string text;
    AppendRune(text, rune);
    const Rune back = DecodeRune(text);
    ASSERT_EQ(back.value, rune);
    ASSERT_EQ(back.length, text.size());
  }
}

TEST(Strings, Utf8) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("plain text, longer than a word"));
  EXPECT_FALSE(IsValidUtf8("plain text, longer than a w\xC3"));
  EXPECT_FALSE(IsValidUtf8("\xffplain text"));
  EXPECT_EQ(ToValidUtf8("a\xff\xfe"
                        "b"),
            "a\uFFFD\uFFFDb");
  EXPECT_EQ(ToValidUtf8("é"), "é");
  EXPECT_EQ(ToValidUtf8("12345678\xE2\x82"), "12345678\uFFFD\uFFFD");
}

TEST(Strings, Base64) {
  const struct Case {
    std::string_view bytes, text;
  } cases[] = {{"", ""},        {"f", "Zg=="},          {"fo", "Zm8="},
               {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}, {"\xff\xfe", "//4="}};
  for (const Case& c : cases) {
    EXPECT_EQ(Base64Encode(c.bytes), c.text);
    EXPECT_EQ(Base64Decode(c.text), c.bytes) << c.text;
  }
  EXPECT_EQ(Base64Decode("Zm9v\nYmFy\r\n"), "foobar");
  for (std::string_view bad :
       {"Z", "Zg", "Zg=", "Zg===", "=Zg=", "Z=g=", "Zm9-", "====", "Zg==Zg=="}) {
    EXPECT_FALSE(Base64Decode(bad)) << bad;
  }
}

TEST(Strings, NearestName) {
  static constexpr std::array<std::string_view, 5> kNames = {"rate", "irate", "histogram_quantile",
                                                             "sum", "label_replace"};
  const struct Case {
    std::string_view name, nearest;
  } cases[] = {
      {"histogram_quantil", "histogram_quantile"},
      {"histogarm_quantile", "histogram_quantile"},
      {"label_repalce", "label_replace"},
      {"rtae", "rate"},  // a swap is one edit
      {"sun", "sum"},
      {"xx", ""},  // too short to be a misspelling
      {"", ""},
      {"frobnicate", ""},
      {"rrate", "rate"},  // both are one edit away: the first
  };
  for (const Case& c : cases) EXPECT_EQ(NearestName(c.name, kNames), c.nearest) << c.name;
  EXPECT_EQ(NearestName(std::string(1'000'000, 'a'), kNames), "");
}

}  // namespace
}  // namespace promgate
