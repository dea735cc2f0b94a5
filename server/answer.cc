#include "server/answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/strings.h"

namespace promgate {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kV1 = "admission.k8s.io/v1", kV1Beta1 = "admission.k8s.io/v1beta1";

// Names in Kubernetes are shorter; one that is not must not fill the message.
constexpr size_t kMaxName = 253;
// For the brackets and "and N more" of a message.
constexpr size_t kCloseRoom = 40;

bool StartsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), StartsCharacter));
}

// A header cannot hold line breaks, and kubectl shows a message as it comes.
std::string OneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return text;
}

// At most `max` characters, the last of them an ellipsis when something was cut.
std::string CutCharacters(std::string text, size_t max) {
  if (CountCharacters(text) <= max) return text;
  size_t end = 0;
  for (size_t characters = 0; end < text.size(); ++end) {
    if (StartsCharacter(text[end]) && ++characters == max) break;
  }
  text.resize(end);
  text += kEllipsis;
  return text;
}

// At most `max` bytes, likewise.
std::string CutBytes(std::string text, size_t max) {
  if (text.size() <= max) return text;
  size_t end = max - kEllipsis.size();
  while (end > 0 && !StartsCharacter(text[end])) --end;
  text.resize(end);
  text += kEllipsis;
  return text;
}

std::string More(size_t count) {
  return StrCat({"and ", std::to_string(count), " more"});
}

// "PrometheusRule "x" is invalid: [first, second, and 3 more]"; a single error stands without the
// brackets. `total` counts what `errors` does not hold, too.
// Source: the layout is that of k8s.io/apimachinery errors.NewInvalid.
std::string InvalidMessage(std::string_view kind, std::string_view name,
                           const std::vector<const Problem*>& errors, size_t total) {
  const std::string prefix = StrCat({kind, " ", GoQuote(name), " is invalid: "});
  const size_t room = kMaxMessage - prefix.size() - kCloseRoom;
  std::string list;
  size_t shown = 0;
  for (; shown < errors.size(); ++shown) {
    const std::string text = CutBytes(OneLine(errors[shown]->Text()), room);
    const std::string_view separator = shown == 0 ? "" : ", ";
    if (list.size() + separator.size() + text.size() > room) break;
    list += StrCat({separator, text});
  }
  if (shown < total) list += StrCat({shown == 0 ? "" : ", ", More(total - shown)});
  return total == 1 ? prefix + list : StrCat({prefix, "[", list, "]"});
}

Json Causes(const std::vector<const Problem*>& errors) {
  Json causes = Json::array();
  for (const Problem* error : errors) {
    causes.push_back(
        {{"reason", Reason(error->cause)}, {"message", error->Message()}, {"field", error->path}});
  }
  return causes;
}

HttpResponse Answer(const Addressee& to, Json response) {
  response["uid"] = to.uid;
  const Json review = {{"apiVersion", to.api_version == kV1Beta1 ? kV1Beta1 : kV1},
                       {"kind", "AdmissionReview"},
                       {"response", std::move(response)}};
  return {200, DumpJson(review)};
}

}  // namespace

HttpResponse AllowedAnswer(const Addressee& to, const std::vector<std::string>& warnings) {
  Json response = {{"allowed", true}};
  if (!warnings.empty()) response["warnings"] = warnings;
  return Answer(to, std::move(response));
}

HttpResponse PatchedAnswer(const Addressee& to, const Json& patch) {
  return Answer(
      to,
      {{"allowed", true}, {"patchType", "JSONPatch"}, {"patch", Base64Encode(DumpJson(patch))}});
}

HttpResponse DeniedAnswer(const Review& review, std::string_view name, const Problems& problems) {
  std::vector<const Problem*> errors;
  for (const Problem& problem : problems.list()) {
    if (problem.severity == Severity::kError) errors.push_back(&problem);
  }
  const size_t total = errors.size() + problems.dropped();
  const std::string shown_name = CutBytes(std::string(name), kMaxName);
  Json status = {{"status", "Failure"},
                 {"code", 422},
                 {"reason", "Invalid"},
                 {"message", InvalidMessage(review.kind, shown_name, errors, total)},
                 {"details",
                  {{"group", review.group},
                   {"kind", review.kind},
                   {"name", shown_name},
                   {"causes", Causes(errors)}}}};
  Json response = {{"allowed", false}, {"status", std::move(status)}};
  if (const auto warnings = Warnings(problems); !warnings.empty()) response["warnings"] = warnings;
  return Answer({review.api_version, review.uid}, std::move(response));
}

HttpResponse FailedAnswer(const Addressee& to, const Failure& failure, std::string_view message) {
  Json status = {{"status", "Failure"},
                 {"code", failure.code},
                 {"reason", failure.reason},
                 {"message", CutBytes(OneLine(std::string(message)), kMaxMessage)}};
  return Answer(to, {{"allowed", false}, {"status", std::move(status)}});
}

std::vector<std::string> Warnings(const Problems& problems) {
  std::vector<std::string> warnings;
  size_t left = kMaxWarnings - kMaxWarning, left_out = 0;  // one is kept free for "and N more"
  for (const Problem& problem : problems.list()) {
    if (problem.severity != Severity::kWarning) continue;
    std::string text = CutCharacters(OneLine(problem.Text()), kMaxWarning);
    const size_t characters = CountCharacters(text);
    if (left_out > 0 || characters > left) {
      ++left_out;
      continue;
    }
    left -= characters;
    warnings.push_back(std::move(text));
  }
  if (left_out > 0) warnings.push_back(StrCat({More(left_out), " warnings"}));
  return warnings;
}

HttpResponse PlainAnswer(int status, std::string_view message) {
  return {status, StrCat({message, "\n"}), "text/plain; charset=utf-8"};
}

}  // namespace promgate
