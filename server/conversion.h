#pragma once
// ConversionReview in, ConversionReview out (apiextensions.k8s.io/v1, v1beta1).
//
// No kind of ours has a second version that is stored differently yet, so what is asked for in the
// version that it has passes unchanged, and anything else is a Failure with the object's name.

#include "server/http.h"
#include "server/metrics.h"

namespace promgate {

class Conversion {
 public:
  // `metrics` must outlive this.
  explicit Conversion(Metrics& metrics) : metrics_(metrics) {}

  // HTTP 200 and result.status Success or Failure: all objects, in their order, or none. HTTP 415
  // and 400 as for admission. Over 7 MiB: Failure, with the uid if it was read.
  HttpResponse Convert(const HttpRequest& request) const;

 private:
  Metrics& metrics_;
};

}  // namespace promgate
