#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/result.h"
#include "base/strings.h"
#include "server/commands/commands.h"
#include "server/commands/excerpt.h"
#include "server/commands/flags.h"
#include "validate/judge.h"
#include "validate/promql/parser.h"

namespace promgate {
namespace {

constexpr size_t kMaxExpression = 1u << 20;  // of stdin; nothing real comes near

Result<std::string> ReadStdin() {
  std::string text;
  char block[16 << 10];
  while (const size_t got = std::fread(block, 1, sizeof block, stdin)) {
    text.append(block, got);
    if (text.size() > kMaxExpression) return Error{Code::kTooLarge, "expression is too long"};
  }
  if (std::ferror(stdin) != 0) return Error{Code::kInvalid, "cannot read stdin"};
  return text;
}

// What the judge says of an expression, as a person reads it.
std::string AsText(const std::string& expr, const Json& answer) {
  const auto text = [&](const char* name) { return answer[name].get<std::string>(); };
  if (answer["ok"] == true) {
    return StrCat({"type:      ", text("type"), "\ncanonical: ", text("canonical"), "\npretty:\n",
                   text("pretty"), "\n"});
  }
  std::string out;
  for (const Json& error : answer["errors"]) {
    const uint32_t start = error["start"].get<uint32_t>();
    const promql::LineColumn place = promql::Locate(expr, start);
    out += StrCat({std::to_string(place.line), ":", std::to_string(place.column),
                   ": parse error: ", error["message"].get<std::string>(), "\n",
                   Excerpt(expr, start, error["end"].get<uint32_t>())});
  }
  return out;
}

int Fail(const std::string& message) {
  std::fprintf(stderr, "promgate promql: %s\n", message.c_str());
  return kExitUsage;
}

}  // namespace

int PromqlCommand(const Arguments& args) {
  std::string expr;
  std::string output = "text";
  std::string target = promql::kNewestPrometheus.Text();
  std::vector<std::string> features;
  FlagSet flags{"promql",
                "Checks one PromQL expression; prints its type and how Prometheus writes it."};
  flags.options = {
      {"o,output", &output, "how to print", {"text", "json"}},
      {"target-version", &target, "the Prometheus that will evaluate it"},
      {"enable-feature", &features, "what that Prometheus enables, as for its --enable-feature"},
  };
  flags.positionals = {{"EXPR", &expr, "the expression, or - to read it from stdin", {}, true}};
  if (const std::optional<int> exit = ParseFlags(flags, args)) return *exit;
  if (expr == "-") {
    Result<std::string> text = ReadStdin();
    if (!text) return Fail(text.error().message);
    expr = *std::move(text);
  }
  // Arguments and stdin need not be UTF-8; base64 carries them whole.
  Json answer = Answer({{"what", "promql"},
                        {"expr", Base64Encode(expr)},
                        {"b64", true},
                        {"target", target},
                        {"features", features}});
  if (answer.contains("bad_input")) return Fail(answer["bad_input"].get<std::string>());
  answer.erase("id");
  const std::string text = output == "json" ? DumpJson(answer, 2) + "\n" : AsText(expr, answer);
  std::fputs(text.c_str(), stdout);
  return answer["ok"] == true ? kExitFine : kExitProblems;
}

}  // namespace promgate
