#pragma once
// The numbers behind /metrics: counted while requests are answered, read when somebody scrapes.
// Thread-safe. Label values are bounded: what a client can choose (a kind, an operation) is "other"
// unless it is known.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "server/http.h"
#include "server/metric_table.h"

namespace promgate {

// What was answered to an admission review.
enum class Outcome : uint8_t { kAllowed, kDenied, kMutated, kError };

// Collects values that exist only at the moment of a scrape.
class Scrape {
 public:
  using Labels = std::initializer_list<std::pair<const char*, std::string_view>>;
  virtual ~Scrape() = default;
  virtual void Add(Metric metric, double value, Labels labels = {}) = 0;
};

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // `handler`, with latency, codes and requests in flight counted under the label webhook="`path`".
  HttpHandler Measured(std::string_view path, HttpHandler handler);

  void CountReview(std::string_view kind, std::string_view operation, Outcome outcome,
                   bool dry_run);
  // `check` must be one of ours: it becomes a label value as it is.
  void CountFinding(std::string_view check, std::string_view severity, std::string_view kind);
  void ObserveReviewBytes(size_t bytes);
  void CountPanic();
  void CountConversionPanic();

  // `source` is asked at every scrape, maybe by several threads at once. Only before serving
  // starts.
  void OnScrape(std::function<void(Scrape&)> source);

  // The page, in Prometheus' text format; families in the order of their names.
  std::string Text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Content-Type of Metrics::Text().
inline constexpr char kMetricsContentType[] = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace promgate
