#pragma once
// Something wrong (or doubtful) in what a user wrote: collected, never stops the walk.
//
//   problems.Invalid(rule["for"], "rule/duration", "must be a duration such as 5m, 1h30m: unknown unit \"mo\"");
//   // spec.groups[0].rules[3].for: Invalid value: "5mo": must be a duration such as …
//
// Texts are Kubernetes': causes, layout and the word "must". Check ids are "<area>/<what>"; a released id keeps its
// meaning (docs/reference/checks.md lists them all, a test keeps it complete).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/field.h"

namespace promgate {

enum class Severity : uint8_t { kError, kWarning };

// metav1.CauseType. Reason() gives its spelling (FieldValueInvalid …).
enum class Cause : uint8_t { kRequired, kInvalid, kNotSupported, kDuplicate, kForbidden, kTooLong, kTooMany, kTypeInvalid };
std::string_view Reason(Cause cause);

// A half-open range of bytes inside a string value (an expression).
struct ValueSpan {
  uint32_t start = 0, end = 0;
};

struct Problem {
  Severity severity = Severity::kError;
  Cause cause = Cause::kInvalid;
  std::string path;    // "spec.groups[0].rules[3].expr"
  std::string value;   // as JSON, cut to a readable length; empty where the cause does not show it. Never a secret
  std::string detail;  // what must hold, how to mend it; stands alone
  std::string_view check;  // stable id, "promql/syntax"
  std::optional<ValueSpan> span;  // where inside the value

  // "spec.x: Invalid value: "y": must …": as Kubernetes prints a field error.
  std::string Text() const;
  // Text() without the path: what goes into a Status cause, beside `field`.
  std::string Message() const;
};

class Problems {
 public:
  void Required(const Field& at, std::string_view check, std::string detail);
  void Invalid(const Field& at, std::string_view check, std::string detail, std::optional<ValueSpan> span = {});
  void Duplicate(const Field& at, std::string_view check, std::string detail = {});
  void Forbidden(const Field& at, std::string_view check, std::string detail);
  void TypeInvalid(const Field& at, std::string_view check, std::string detail);
  void TooLong(const Field& at, std::string_view check, std::string detail);
  void Warn(const Field& at, std::string_view check, std::string detail, std::optional<ValueSpan> span = {});
  void Add(Problem problem) { list_.push_back(std::move(problem)); }

  const std::vector<Problem>& list() const { return list_; }
  bool HasErrors() const;
  bool empty() const { return list_.empty(); }

 private:
  std::vector<Problem> list_;
};

}  // namespace promgate
