#include "server/conversion.h"

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>

#include "api/field.h"
#include "base/json.h"
#include "base/log.h"
#include "base/strings.h"
#include "server/answer.h"
#include "server/review.h"

namespace promgate {
namespace {

constexpr std::string_view kV1 = "apiextensions.k8s.io/v1",
                           kV1Beta1 = "apiextensions.k8s.io/v1beta1";

HttpResponse Answer(std::string_view api_version, std::string_view uid, Json response) {
  response["uid"] = uid;
  const Json review = {{"apiVersion", api_version == kV1Beta1 ? kV1Beta1 : kV1},
                       {"kind", "ConversionReview"},
                       {"response", std::move(response)}};
  return {200, DumpJson(review)};
}

Json Refused(std::string_view message) {
  return {{"convertedObjects", Json::array()},
          {"result", {{"status", "Failure"}, {"message", message}}}};
}

// Why `object`, the one at `index`, cannot be had as `desired`; empty when it is that already.
std::string Obstacle(const Json& object, size_t index, std::string_view desired) {
  const std::string place = StrCat({"request.objects[", std::to_string(index), "]"});
  const Field field(object);
  const std::string_view version = field["apiVersion"].str(), kind = field["kind"].str();
  if (version.empty() || kind.empty()) return place + " has no apiVersion or no kind";
  if (version == desired) return {};
  const Field metadata = field["metadata"];
  const std::string_view space = metadata["namespace"].str();
  return StrCat({place, ": ", kind, " ",
                 GoQuote(StrCat({space, space.empty() ? "" : "/", metadata["name"].str()})), " of ",
                 version, " cannot be converted to ", desired});
}

// The response to a request; `request` gives up its objects.
Json ConvertAll(Json& request) {
  const Field asked(request);
  const std::string desired(asked["desiredAPIVersion"].str());
  if (desired.empty()) return Refused("request.desiredAPIVersion must be a version");
  const auto objects = request.find("objects");
  if (objects == request.end() || !objects->is_array()) {
    return Refused("request.objects must be a list");
  }
  for (size_t i = 0; i < objects->size(); ++i) {
    const std::string obstacle = Obstacle((*objects)[i], i, desired);
    if (!obstacle.empty()) return Refused(obstacle);
  }
  return {{"convertedObjects", std::move(*objects)}, {"result", {{"status", "Success"}}}};
}

// Empty when `document` is a ConversionReview that asks something.
std::string Complaint(const Json& document) {
  const Field review(document);
  const std::string_view version = review["apiVersion"].str(), kind = review["kind"].str();
  if (kind != "ConversionReview" || (version != kV1 && version != kV1Beta1)) {
    return StrCat({"must be a ConversionReview of apiextensions.k8s.io/v1 or v1beta1, not ",
                   GoQuote(kind), " of ", GoQuote(version)});
  }
  if (!review["request"].is_object()) return "the ConversionReview has no request";
  const Field uid = review["request"]["uid"];
  return !uid || uid.is_string() ? "" : "request.uid must be a string";
}

HttpResponse Fail(const HttpRequest& request, std::string_view message) {
  const PartialReview partial = ReadPartialReview(request.body);
  return Answer(partial.api_version, partial.uid, Refused(message));
}

HttpResponse Read(const HttpRequest& request) {
  Result<Json> document = ParseJson(request.body);
  if (!document && document.error().code == Code::kTooLarge) {
    return Fail(request, document.error().message);
  }
  if (!document) return PlainAnswer(400, document.error().message);
  if (const std::string text = Complaint(*document); !text.empty()) return PlainAnswer(400, text);
  const Field review(*document);
  const std::string version(review["apiVersion"].str()), uid(review["request"]["uid"].str());
  return Answer(version, uid, ConvertAll((*document)["request"]));
}

}  // namespace

HttpResponse Conversion::Convert(const HttpRequest& request) const {
  if (request.content_type != "application/json") {
    return PlainAnswer(415, "the content type must be application/json");
  }
  if (request.body_too_large) return Fail(request, "the review is larger than 7 MiB");
  try {
    return Read(request);
  } catch (const std::exception& error) {
    metrics_.CountConversionPanic();
    Log(LogLevel::kError, "bug: a conversion ended in an exception", {{"err", error.what()}});
    return Fail(request, "internal error of promgate; its log says more");
  }
}

}  // namespace promgate
