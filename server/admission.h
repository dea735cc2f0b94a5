#pragma once
// AdmissionReview in, AdmissionReview out (v1 and v1beta1); CONTRACT "The gate's answers".
// Transport only: what is right or wrong, the judge decides (validate/verdict.h).

#include <functional>

#include "base/json.h"
#include "server/http.h"
#include "server/metrics.h"
#include "server/review.h"
#include "validate/problem.h"

namespace promgate {

struct Failure;  // server/answer.h

class Admission {
 public:
  // What is wrong with `object`; `old` is what it replaces, or null.
  using Judge = std::function<Problems(const Json& object, const Json* old)>;
  // The RFC 6902 patch that `object` gets; an empty array when nothing must change.
  using Change = std::function<Json(const Json& object)>;

  // `metrics` must outlive this. Without `change` nothing is ever changed.
  Admission(Judge judge, Metrics& metrics, Change change = nullptr)
      : judge_(std::move(judge)), change_(std::move(change)), metrics_(metrics) {}

  // Denies what the judge finds errors in. Never denied: DELETE and CONNECT, subresources, kinds
  // that are not of monitoring.coreos.com. An exception out of the judge: code 500, counted.
  HttpResponse Validate(const HttpRequest& request) const;
  // Allows, with a patch when something must change. Whether the object is right, Validate says.
  HttpResponse Mutate(const HttpRequest& request) const;

 private:
  using Decide = HttpResponse (Admission::*)(const Review& review) const;
  HttpResponse Answer(const HttpRequest& request, Decide decide) const;
  HttpResponse Fail(const HttpRequest& request, const Failure& failure,
                    std::string_view message) const;
  HttpResponse Judged(const Review& review) const;
  HttpResponse Changed(const Review& review) const;
  HttpResponse Unchanged(const Review& review) const;

  Judge judge_;
  Change change_;
  Metrics& metrics_;
};

}  // namespace promgate
