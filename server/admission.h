#pragma once
// AdmissionReview in, AdmissionReview out (v1 and v1beta1), and ConversionReview; CONTRACT "The gate's answers".
// Transport only: what is right or wrong, validate/verdict.h decides.

#include <string_view>

#include "server/http.h"
#include "server/metrics.h"
#include "validate/verdict.h"

namespace promgate {

// Warnings that kube-apiserver passes on: at most 256 characters each and 4,096 in all.
inline constexpr size_t kMaxWarning = 256, kMaxWarnings = 4096;
// `status.message` is cut here, with "and N more".
inline constexpr size_t kMaxMessage = 8 << 10;

class Admission {
 public:
  Admission(Context context, AdmissionMetrics& metrics) : context_(std::move(context)), metrics_(metrics) {}
  HttpResponse Validate(const HttpRequest& request) const;
  HttpResponse Mutate(const HttpRequest& request) const;
  HttpResponse Convert(const HttpRequest& request) const;

 private:
  Context context_;
  AdmissionMetrics& metrics_;
};

}  // namespace promgate
