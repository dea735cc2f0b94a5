#include "server/admission.h"

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>

#include "api/field.h"
#include "api/kinds.h"
#include "base/log.h"
#include "base/strings.h"
#include "server/answer.h"

namespace promgate {
namespace {

Addressee SenderOf(const Review& review) {
  return {review.api_version, review.uid};
}

// Objects come with it, whether they are written (CREATE, UPDATE) or only named.
bool IsWrite(const Review& review) {
  return review.subresource.empty() &&
         (review.operation == "CREATE" || review.operation == "UPDATE");
}

// What does not fit together in a review that writes an object of ours; empty when all does. The
// API server sends no such thing, a misrouted or hand-made request may.
std::string Contradiction(const Review& review) {
  if (review.object == nullptr) return StrCat({review.operation, " without request.object"});
  const Field object(*review.object);
  const std::string api_version = StrCat({review.group, "/", review.version});
  if (object["kind"].str() != review.kind || object["apiVersion"].str() != api_version) {
    return StrCat({"request.kind is ", review.kind, " of ", api_version, ", but request.object is ",
                   GoQuote(object["kind"].str()), " of ", GoQuote(object["apiVersion"].str())});
  }
  const Kind* kind = FindKind(review.kind);
  if (kind != nullptr && !review.resource.empty() && review.resource != kind->plural) {
    return StrCat(
        {"request.resource is ", GoQuote(review.resource), ", but request.kind is ", review.kind});
  }
  return {};
}

// Whether we know this version of the kind. A CRD newer than we are may have others.
bool IsKnown(const Review& review) {
  const Kind* kind = FindKind(review.kind);
  if (kind == nullptr) return false;
  const std::string versions = StrCat({",", kind->versions, ","});
  return versions.find(StrCat({",", review.version, ","})) != std::string::npos;
}

// A create with generateName has no name yet.
std::string NameOf(const Review& review) {
  if (!review.name.empty()) return std::string(review.name);
  const Field object(*review.object);
  const Field metadata = object["metadata"];
  return std::string(metadata["name"].str(metadata["generateName"].str()));
}

void LogDenied(const Review& review, std::string_view name, const Problems& problems) {
  const auto first = std::find_if(problems.list().begin(), problems.list().end(),
                                  [](const Problem& p) { return p.severity == Severity::kError; });
  Log(LogLevel::kInfo, "denied",
      {{"kind", review.kind},
       {"namespace", review.namespace_},
       {"name", name},
       {"operation", review.operation},
       {"dry_run", review.dry_run ? "true" : "false"},
       {"check", first == problems.list().end() ? "" : first->check},
       {"field", first == problems.list().end() ? "" : first->path}});
}

}  // namespace

HttpResponse Admission::Validate(const HttpRequest& request) const {
  return Answer(request, &Admission::Judged);
}

HttpResponse Admission::Mutate(const HttpRequest& request) const {
  return Answer(request, &Admission::Changed);
}

HttpResponse Admission::Answer(const HttpRequest& request, Decide decide) const {
  if (request.content_type != "application/json") {
    return PlainAnswer(415, "the content type must be application/json");
  }
  if (request.body_too_large) return Fail(request, kTooLarge, "the review is larger than 7 MiB");
  try {
    const Result<Json> document = ParseJson(request.body);
    if (!document && document.error().code == Code::kTooLarge) {
      return Fail(request, kTooLarge, document.error().message);
    }
    if (!document) return PlainAnswer(400, document.error().message);
    const Result<Review> review = ReadReview(*document);
    if (!review) return PlainAnswer(400, review.error().message);
    if (review->object != nullptr) metrics_.ObserveReviewBytes(request.body.size());
    return (this->*decide)(*review);
  } catch (const std::exception& error) {
    metrics_.CountPanic();
    Log(LogLevel::kError, "bug: a review ended in an exception",
        {{"path", request.path}, {"err", error.what()}});
    return Fail(request, kInternalError, "internal error of promgate; its log says more");
  }
}

HttpResponse Admission::Fail(const HttpRequest& request, const Failure& failure,
                             std::string_view message) const {
  const PartialReview partial = ReadPartialReview(request.body);
  metrics_.CountReview({}, {}, Outcome::kError, false);
  return FailedAnswer({partial.api_version, partial.uid}, failure, message);
}

HttpResponse Admission::Unchanged(const Review& review) const {
  metrics_.CountReview(review.kind, review.operation, Outcome::kAllowed, review.dry_run);
  return AllowedAnswer(SenderOf(review), {});
}

HttpResponse Admission::Changed(const Review& review) const {
  const bool write =
      change_ && IsWrite(review) && review.group == kGroup && review.object != nullptr;
  if (!write || Field(*review.object)["metadata"]["deletionTimestamp"]) return Unchanged(review);
  const Json patch = change_(*review.object);
  if (patch.empty()) return Unchanged(review);
  metrics_.CountReview(review.kind, review.operation, Outcome::kMutated, review.dry_run);
  return PatchedAnswer(SenderOf(review), patch);
}

HttpResponse Admission::Judged(const Review& review) const {
  if (!IsWrite(review) || review.group != kGroup) return Unchanged(review);
  const auto count = [&](Outcome outcome) {
    metrics_.CountReview(review.kind, review.operation, outcome, review.dry_run);
  };
  if (const std::string text = Contradiction(review); !text.empty()) {
    count(Outcome::kError);
    return FailedAnswer(SenderOf(review), kBadRequest, text);
  }
  if (!IsKnown(review)) {
    count(Outcome::kAllowed);
    return AllowedAnswer(
        SenderOf(review),
        {"promgate does not know this kind in this version: nothing of it was checked"});
  }
  const Json* old = review.operation == "UPDATE" ? review.old_object : nullptr;
  const Problems problems = judge_(*review.object, old);
  for (const Problem& problem : problems.list()) {
    const bool denies = problem.severity == Severity::kError;
    metrics_.CountFinding(problem.check, denies ? "error" : "warning", review.kind);
  }
  if (!problems.HasErrors()) {
    count(Outcome::kAllowed);
    return AllowedAnswer(SenderOf(review), Warnings(problems));
  }
  count(Outcome::kDenied);
  const std::string name = NameOf(review);
  LogDenied(review, name, problems);
  return DeniedAnswer(review, name, problems);
}

}  // namespace promgate
