#include "validate/judge.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace promgate {
namespace {

TEST(Judge, Answers) {
  struct Case {
    std::string question, want;
  };
  const Case cases[] = {
      {R"j({"id":1,"what":"promql","expr":"sum(up)by(a)"})j",
       R"j({"id":1,"ok":true,"type":"vector","canonical":"sum by (a) (up)","pretty":"sum by (a) (up)"})j"},
      {R"j({"id":"x","what":"promql","expr":"foo["})j",
       R"j({"id":"x","ok":false,"errors":[{"start":4,"end":4,
           "message":"unexpected end of input in duration expression"}]})j"},
      {R"j({"id":[1],"what":"promql","expr":"dXA=","b64":true,"target":"v2.55.0","features":null})j",
       R"j({"id":[1],"ok":true,"type":"vector","canonical":"up","pretty":"up"})j"},
      {R"j({"what":"promql","expr":"mad_over_time(x[5m])","features":["promql-experimental-functions"]})j",
       R"j({"id":null,"ok":true,"type":"vector","canonical":"mad_over_time(x[5m])",
            "pretty":"mad_over_time(x[5m])"})j"},
      {R"j({"id":2,"what":"duration","s":"90m"})j",
       R"j({"id":2,"ok":true,"seconds":5400.0,"canonical":"1h30m"})j"},
      {R"j({"id":2,"what":"duration","s":"5mo"})j",
       R"j({"id":2,"ok":false,"error":"unknown unit \"mo\" in duration \"5mo\""})j"},
      {R"j({"id":3,"what":"regex","s":"x)(y"})j",
       R"j({"id":3,"ok":true,"plain":false,"matcher":false,"alertmanager":true})j"},
      {R"j({"id":4,"what":"metricname","s":"a:b"})j",
       R"j({"id":4,"ok":true,"label":false,"metric":true,"label_utf8":true,"metric_utf8":true})j"},
      {R"j({"id":4,"what":"labelname","s":"/w==","b64":true})j",
       R"j({"id":4,"ok":false,"label":false,"metric":false,"label_utf8":false,"metric_utf8":false})j"},
  };
  for (const Case& c : cases) EXPECT_EQ(AnswerLine(c.question), *ParseJson(c.want)) << c.question;
}

TEST(Judge, WrongQuestionsGetBadInput) {
  struct Case {
    std::string question, id;
  };
  const Case cases[] = {
      {"", "null"},
      {"{", "null"},
      {"[]", "null"},
      {"{} {}", "null"},
      {R"j({"id":1})j", "1"},
      {R"j({"id":1,"what":7})j", "1"},
      {R"j({"id":1,"what":"weather"})j", "1"},
      {R"j({"id":{"a":2},"what":"promql","expr":3})j", R"j({"a":2})j"},
      {R"j({"id":1,"what":"promql","expr":"up","features":"x"})j", "1"},
      {R"j({"id":1,"what":"promql","expr":"up","features":[1]})j", "1"},
      {R"j({"id":1,"what":"promql","expr":"up","target":"latest"})j", "1"},
      {R"j({"id":1,"what":"promql","expr":"up","target":3})j", "1"},
      {R"j({"id":1,"what":"regex","s":"!!","b64":true})j", "1"},
      {R"j({"id":1,"what":"duration","s":["5m"]})j", "1"},
      {std::string(100, '['), "null"},
      {std::string(kMaxQuestionBytes + 1, ' '), "null"},
  };
  for (const Case& c : cases) {
    const Json answer = AnswerLine(c.question);
    EXPECT_TRUE(answer.contains("bad_input")) << c.question.substr(0, 100);
    EXPECT_EQ(answer["ok"], false) << c.question.substr(0, 100);
    EXPECT_EQ(answer["id"], *ParseJson(c.id)) << c.question.substr(0, 100);
  }
}

TEST(Judge, BytesThatAreNotUtf8ComeOutReplaced) {
  const Json answer = AnswerLine(R"j({"what":"promql","expr":"/w==","b64":true})j");
  EXPECT_EQ(answer["errors"][0]["message"], "unexpected character: '\uFFFD'");
}

}  // namespace
}  // namespace promgate
