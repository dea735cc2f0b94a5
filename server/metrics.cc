#include "server/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <vector>

#include "api/kinds.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/strings.h"

namespace promgate {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::MetricFamily;

// A verdict takes tens of microseconds, an API server gives up after ten seconds.
const Histogram::BucketBoundaries kLatencyBuckets = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                                     0.01,   0.025,   0.05,   0.1,   0.25,   0.5,
                                                     1,      2.5,     5,      10};
// Up to the largest body that is read (ListenerLimits::max_body_bytes).
const Histogram::BucketBoundaries kByteBuckets = {1 << 10,   4 << 10, 16 << 10, 64 << 10,
                                                  256 << 10, 1 << 20, 3 << 20,  7 << 20};

#if defined(__clang__)
constexpr std::string_view kCompiler = __VERSION__;
#else
constexpr std::string_view kCompiler = "g++ " __VERSION__;
#endif

constexpr std::string_view kOther = "other";
constexpr std::string_view kOperations[] = {"CREATE", "UPDATE", "DELETE", "CONNECT"};
constexpr std::string_view kOutcomes[] = {"allowed", "denied", "mutated", "error"};

constexpr prometheus::MetricType TypeOf(MetricKind kind) {
  switch (kind) {
    case MetricKind::kCounter:
      return prometheus::MetricType::Counter;
    case MetricKind::kGauge:
      return prometheus::MetricType::Gauge;
    case MetricKind::kHistogram:
      return prometheus::MetricType::Histogram;
  }
  return prometheus::MetricType::Untyped;
}

size_t KindIndex(std::string_view kind) {
  const Kind* known = FindKind(kind);
  return known == nullptr ? Kinds().size() : static_cast<size_t>(known - Kinds().data());
}

std::string_view KindLabel(std::string_view kind) {
  return FindKind(kind) == nullptr ? kOther : kind;
}

size_t OperationIndex(std::string_view operation) {
  return static_cast<size_t>(std::find(std::begin(kOperations), std::end(kOperations), operation) -
                             kOperations);
}

std::string_view OperationLabel(size_t index) {
  return index < std::size(kOperations) ? kOperations[index] : kOther;
}

template <class T>
Family<T>& Register(prometheus::detail::Builder<T> builder, Metric metric,
                    prometheus::Registry& registry) {
  return builder.Name(Row(metric).name).Help(Row(metric).help).Register(registry);
}

class InFlight {
 public:
  explicit InFlight(Gauge& gauge) : gauge_(gauge) { gauge_.Increment(); }
  ~InFlight() { gauge_.Decrement(); }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

 private:
  Gauge& gauge_;
};

class FamilyScrape final : public Scrape {
 public:
  void Add(Metric metric, double value, Labels labels) override {
    const MetricRow& row = Row(metric);
    auto family = std::find_if(families.begin(), families.end(),
                               [&](const auto& f) { return f.name == row.name; });
    if (family == families.end())
      family = families.insert(family, {row.name, row.help, TypeOf(row.kind), {}});
    prometheus::ClientMetric sample;
    for (const auto& [name, text] : labels) sample.label.push_back({name, std::string(text)});
    (row.kind == MetricKind::kCounter ? sample.counter.value : sample.gauge.value) = value;
    family->metric.push_back(std::move(sample));
  }

  std::vector<MetricFamily> families;
};

// The library writes HELP as it is, and checks no label value: one newline or broken byte would
// spoil the page.
std::string EscapeHelp(std::string_view help) {
  std::string out;
  for (const char c : help) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\') {
      out += "\\\\";
    } else {
      out += c;
    }
  }
  return ToValidUtf8(out);
}

void Clean(MetricFamily& family) {
  family.help = EscapeHelp(family.help);
  for (prometheus::ClientMetric& metric : family.metric) {
    for (auto& label : metric.label) {
      if (!IsValidUtf8(label.value)) label.value = ToValidUtf8(label.value);
    }
  }
}

}  // namespace

struct Metrics::State {
  prometheus::Registry registry;
  Family<Histogram>& latency =
      Register(prometheus::BuildHistogram(), Metric::kWebhookLatency, registry);
  Family<Counter>& requests =
      Register(prometheus::BuildCounter(), Metric::kWebhookRequests, registry);
  Family<Gauge>& in_flight = Register(prometheus::BuildGauge(), Metric::kWebhookInFlight, registry);
  Counter& panics = Register(prometheus::BuildCounter(), Metric::kWebhookPanics, registry).Add({});
  Counter& conversion_panics =
      Register(prometheus::BuildCounter(), Metric::kConversionPanics, registry).Add({});
  Family<Counter>& reviews = Register(prometheus::BuildCounter(), Metric::kReviews, registry);
  Family<Counter>& findings = Register(prometheus::BuildCounter(), Metric::kFindings, registry);
  Histogram& review_bytes =
      Register(prometheus::BuildHistogram(), Metric::kReviewBytes, registry).Add({}, kByteBuckets);
  Mutex mutex;
  std::vector<std::function<void(Scrape&)>> sources GUARDED_BY(mutex);
  // A pointer to each series of `reviews` that was ever counted, so that counting it again needs no
  // lookup.
  std::vector<std::atomic<Counter*>> review_series = std::vector<std::atomic<Counter*>>(
      (Kinds().size() + 1) * (std::size(kOperations) + 1) * std::size(kOutcomes) * 2);
};

Metrics::Metrics() : state_(std::make_unique<State>()) {
  OnScrape([](Scrape& scrape) {
    scrape.Add(Metric::kBuildInfo, 1, {{"compiler", kCompiler}, {"version", PROMGATE_VERSION}});
  });
}

Metrics::~Metrics() = default;

HttpHandler Metrics::Measured(std::string_view path, HttpHandler handler) {
  const prometheus::Labels labels{{"webhook", std::string(path)}};
  Histogram* latency = &state_->latency.Add(labels, kLatencyBuckets);
  Gauge* in_flight = &state_->in_flight.Add(labels);
  const auto count = [requests = &state_->requests, labels](int code) {
    prometheus::Labels with_code = labels;
    with_code["code"] = std::to_string(code);
    return &requests->Add(with_code);
  };
  Counter* fine = count(200);
  count(500);  // so that a rate over it exists before the first one
  return [=, handler = std::move(handler)](const HttpRequest& request) {
    const SystemClock clock;
    const auto begin = clock.Steady();
    const InFlight one(*in_flight);
    HttpResponse response = handler(request);
    latency->Observe(std::chrono::duration<double>(clock.Steady() - begin).count());
    (response.status == 200 ? fine : count(response.status))->Increment();
    return response;
  };
}

void Metrics::CountReview(std::string_view kind, std::string_view operation, Outcome outcome,
                          bool dry_run) {
  const size_t operation_index = OperationIndex(operation),
               outcome_index = static_cast<size_t>(outcome);
  size_t index = KindIndex(kind);
  index = index * (std::size(kOperations) + 1) + operation_index;
  index = (index * std::size(kOutcomes) + outcome_index) * 2 + (dry_run ? 1 : 0);
  std::atomic<Counter*>& series = state_->review_series[index];
  Counter* counter = series.load(std::memory_order_acquire);
  if (counter == nullptr) {
    counter = &state_->reviews.Add({{"kind", std::string(KindLabel(kind))},
                                    {"operation", std::string(OperationLabel(operation_index))},
                                    {"verdict", std::string(kOutcomes[outcome_index])},
                                    {"dry_run", dry_run ? "true" : "false"}});
    series.store(counter, std::memory_order_release);
  }
  counter->Increment();
}

void Metrics::CountFinding(std::string_view check, std::string_view severity,
                           std::string_view kind) {
  state_->findings
      .Add({{"check", std::string(check)},
            {"severity", std::string(severity)},
            {"kind", std::string(KindLabel(kind))}})
      .Increment();
}

void Metrics::ObserveReviewBytes(size_t bytes) {
  state_->review_bytes.Observe(static_cast<double>(bytes));
}
void Metrics::CountPanic() {
  state_->panics.Increment();
}
void Metrics::CountConversionPanic() {
  state_->conversion_panics.Increment();
}

void Metrics::OnScrape(std::function<void(Scrape&)> source) {
  const MutexLock lock(state_->mutex);
  state_->sources.push_back(std::move(source));
}

std::string Metrics::Text() const {
  FamilyScrape scrape;
  {
    const MutexLock lock(state_->mutex);
    for (const auto& source : state_->sources) source(scrape);
  }
  std::vector<MetricFamily> families = state_->registry.Collect();
  std::move(scrape.families.begin(), scrape.families.end(), std::back_inserter(families));
  std::sort(families.begin(), families.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  for (MetricFamily& family : families) Clean(family);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace promgate
