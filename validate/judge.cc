#include "validate/judge.h"

#include <nlohmann/json.hpp>

#include "base/duration.h"
#include "base/regex.h"
#include "base/strings.h"
#include "validate/names.h"
#include "validate/promql/parser.h"
#include "validate/promql/printer.h"

namespace promgate {
namespace {

Error Bad(std::initializer_list<std::string_view> pieces) {
  return {Code::kInvalid, StrCat(pieces)};
}

// A string member, empty when absent; decoded if the question says that texts are base64.
Result<std::string> Text(const Json& question, const char* name) {
  const auto member = question.find(name);
  if (member == question.end() || member->is_null()) return std::string();
  if (!member->is_string()) return Bad({name, " must be a string"});
  const std::string& text = member->get_ref<const std::string&>();
  const auto b64 = question.find("b64");
  if (b64 == question.end() || *b64 != true) return text;
  std::optional<std::string> bytes = Base64Decode(text);
  if (!bytes) return Bad({name, " must be base64"});
  return *std::move(bytes);
}

// ------------------------------------------------------------------ promql

Result<promql::Options> PromqlOptions(const Json& question) {
  promql::Options options;
  if (const auto target = question.find("target"); target != question.end()) {
    if (!target->is_string()) return Bad({"target must be a string"});
    Result<Version> version = Version::Parse(target->get_ref<const std::string&>());
    if (!version) return Bad({"target: ", version.error().message});
    options.target = *version;
  }
  std::vector<std::string> names;
  if (const auto features = question.find("features"); features != question.end()) {
    if (!features->is_array() && !features->is_null()) return Bad({"features must be a list"});
    for (const Json& name : *features) {
      if (!name.is_string()) return Bad({"features must be a list of strings"});
      names.push_back(name.get<std::string>());
    }
  }
  promql::EnableFeatures(names, options);
  return options;
}

Result<Json> AnswerPromql(const Json& question) {
  const Result<std::string> expr = Text(question, "expr");
  if (!expr) return expr.error();
  const Result<promql::Options> options = PromqlOptions(question);
  if (!options) return options.error();
  const promql::ParseResult result = promql::Parse(*expr, *options);
  if (result.ok()) {
    return Json{{"ok", true},
                {"type", promql::TypeName(result.type)},
                {"canonical", ToValidUtf8(promql::Print(*result.expr))},
                {"pretty", ToValidUtf8(promql::Pretty(*result.expr))}};
  }
  Json errors = Json::array();
  for (const promql::ParseError& error : result.errors) {
    errors.push_back({{"start", error.span.start},
                      {"end", error.span.end},
                      {"message", ToValidUtf8(error.message)}});
  }
  return Json{{"ok", false}, {"errors", std::move(errors)}};
}

// ------------------------------------------------------------------ the small ones

Result<Json> AnswerDuration(const Json& question) {
  const Result<std::string> text = Text(question, "s");
  if (!text) return text.error();
  const Result<Nanoseconds> duration = ParseDuration(*text);
  if (!duration) return Json{{"ok", false}, {"error", ToValidUtf8(duration.error().message)}};
  return Json{
      {"ok", true}, {"seconds", Seconds(*duration)}, {"canonical", PrintDuration(*duration)}};
}

Result<Json> AnswerRegex(const Json& question) {
  const Result<std::string> text = Text(question, "s");
  if (!text) return text.error();
  const Result<RegexFacts> relabel = InspectRegex(*text, RegexDialect::kRelabel);
  Json answer = {{"ok", relabel.ok()},
                 {"plain", InspectRegex(*text, RegexDialect::kPlain).ok()},
                 {"matcher", InspectRegex(*text, RegexDialect::kPromqlMatcher).ok()},
                 {"alertmanager", InspectRegex(*text, RegexDialect::kAlertmanager).ok()}};
  if (!relabel) answer["error"] = ToValidUtf8(relabel.error().message);
  return answer;
}

Result<Json> AnswerName(const Json& question) {
  const Result<std::string> name = Text(question, "s");
  if (!name) return name.error();
  const bool utf8 = IsLabelName(*name, NameScheme::kUtf8);  // any name Prometheus 3 takes
  return Json{{"ok", utf8},
              {"label", IsLabelName(*name, NameScheme::kLegacy)},
              {"metric", IsMetricName(*name, NameScheme::kLegacy)},
              {"label_utf8", utf8},
              {"metric_utf8", IsMetricName(*name, NameScheme::kUtf8)}};
}

// ------------------------------------------------------------------ the table

struct Kind {
  std::string_view what;
  Result<Json> (*answer)(const Json& question);  // an Error: the question itself is wrong
};

constexpr Kind kKinds[] = {
    {"promql", AnswerPromql},  {"duration", AnswerDuration}, {"regex", AnswerRegex},
    {"labelname", AnswerName}, {"metricname", AnswerName},
};

Result<Json> Ask(const Json& question) {
  if (!question.is_object()) return Bad({"a question must be an object"});
  const auto what = question.find("what");
  if (what == question.end() || !what->is_string()) return Bad({"what must be a string"});
  for (const Kind& kind : kKinds) {
    if (*what == kind.what) return kind.answer(question);
  }
  return Bad({"what: ", GoQuote(what->get_ref<const std::string&>()), ": no such question"});
}

Json BadInput(const Error& error) {
  return Json{{"id", nullptr}, {"ok", false}, {"bad_input", ToValidUtf8(error.message)}};
}

}  // namespace

Json Answer(const Json& question) {
  Result<Json> result = Ask(question);
  Json answer = result ? *std::move(result) : BadInput(result.error());
  answer["id"] = question.is_object() ? question.value("id", Json()) : Json();
  return answer;
}

Json AnswerLine(std::string_view line) {
  const Result<Json> question = ParseJson(line, {.max_bytes = kMaxQuestionBytes});
  return question ? Answer(*question) : BadInput(question.error());
}

}  // namespace promgate
