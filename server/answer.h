#pragma once
// What kube-apiserver gets: AdmissionReviews as text, within the limits of CONTRACT "The gate's
// answers". Nothing is decided here.

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "server/http.h"
#include "server/review.h"
#include "validate/problem.h"

namespace promgate {

// Warnings that kube-apiserver passes on: at most 256 characters each and 4,096 in all.
// Source: k8s.io/apiserver pkg/endpoints/filters/warning.go, which counts runes.
inline constexpr size_t kMaxWarning = 256, kMaxWarnings = 4096;
// `status.message` is cut here (bytes), with "and N more".
inline constexpr size_t kMaxMessage = 8 << 10;

// Whom an answer is for.
struct Addressee {
  std::string_view api_version;  // admission.k8s.io/v1 when it is none we speak
  std::string_view uid;
};

// A failure that is not the object's: the request could not be judged.
struct Failure {
  int code;
  std::string_view reason;  // metav1.StatusReason
};
inline constexpr Failure kBadRequest{400, "BadRequest"};
inline constexpr Failure kTooLarge{413, "RequestEntityTooLarge"};
inline constexpr Failure kInternalError{500, "InternalError"};

HttpResponse AllowedAnswer(const Addressee& to, const std::vector<std::string>& warnings);

// Allowed once `patch` (RFC 6902, not empty) is applied.
HttpResponse PatchedAnswer(const Addressee& to, const Json& patch);

// `problems` has errors: 422 Invalid, a cause for each error, its warnings as warnings. `name` is
// the object's.
HttpResponse DeniedAnswer(const Review& review, std::string_view name, const Problems& problems);

HttpResponse FailedAnswer(const Addressee& to, const Failure& failure, std::string_view message);

// The warnings among `problems`, each on one line, cut to the two limits; the last one says how
// many were left out.
std::vector<std::string> Warnings(const Problems& problems);

// An answer that is no review: the HTTP client erred.
HttpResponse PlainAnswer(int status, std::string_view message);

}  // namespace promgate
