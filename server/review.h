#pragma once
// What kube-apiserver asks: an AdmissionReview (v1, v1beta1), taken apart.
//
// Source: k8s.io/api/admission/v1 types.go.

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace promgate {

struct Review {
  std::string_view api_version;           // "admission.k8s.io/v1": the answer repeats it
  std::string_view uid;                   // likewise; empty when a hand-made review has none
  std::string_view group, version, kind;  // of the object
  std::string_view resource;              // "prometheusrules"
  std::string_view subresource;           // "status", "scale" or empty
  std::string_view name, namespace_;      // name is empty for a create with generateName
  std::string_view operation;             // CREATE, UPDATE, DELETE, CONNECT
  bool dry_run = false;
  const Json* object = nullptr;      // null when there is none
  const Json* old_object = nullptr;  // likewise
};

// The views point into `document`. Fails when it is no AdmissionReview of a version we speak, when
// it has no request, or when a member is of a wrong type; the message names it.
Result<Review> ReadReview(const Json& document);

// What can be told of a review that was not read to its end or could not be parsed.
struct PartialReview {
  std::string api_version;  // empty when it was not in the part
  std::string uid;  // likewise, and when it is none: longer than 64 bytes or not [0-9A-Za-z-]
};

// Looks for `apiVersion` and `request.uid` in the beginning of a review, wherever it was cut. Never
// mistakes another uid (of the object, of the user) for the request's. One pass, no recursion.
PartialReview ReadPartialReview(std::string_view text);

}  // namespace promgate
