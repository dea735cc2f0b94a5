#pragma once
// Something wrong (or doubtful) in what a user wrote: collected, never stops the walk.
//
//   problems.Invalid(rule["for"], "rule/duration", "must be a duration such as 5m, 1h30m: unknown
//   unit \"mo\"");
//   // spec.groups[0].rules[3].for: Invalid value: "5mo": must be a duration such as …
//
// Texts are Kubernetes': causes, layout and the word "must". Checks are those of validate/checks.h.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/field.h"
#include "validate/checks.h"

namespace promgate {

// metav1.CauseType; kNone for doubts that no Kubernetes cause fits.
enum class Cause : uint8_t {
  kRequired,
  kInvalid,
  kNotSupported,
  kDuplicate,
  kForbidden,
  kTooLong,
  kTooMany,
  kTypeInvalid,
  kNone,
};
// "FieldValueInvalid"; empty for kNone.
std::string_view Reason(Cause cause);

// A half-open range of bytes inside a string value (an expression).
struct ValueSpan {
  uint32_t start = 0, end = 0;
};

struct Problem {
  Severity severity = Severity::kError;
  Cause cause = Cause::kInvalid;
  std::string path;    // "spec.groups[0].rules[3].expr"
  std::string value;   // as Kubernetes prints it, cut to a readable length; empty where the cause
                       // does not show it
  std::string detail;  // what must hold, how to mend it; stands alone
  std::string_view check;         // stable id, "promql/syntax"
  std::optional<ValueSpan> span;  // where inside the (whole) value
  size_t fingerprint = 0;         // of the whole value: what ratcheting compares

  // "spec.x: Invalid value: "y": must …": as Kubernetes prints a field error.
  std::string Text() const;
  // Text() without the path: what goes into a Status cause, beside `field`.
  std::string Message() const;
};

// A value as messages show it: strings quoted, and cut to about `kShownBytes` around `span`; of
// objects and lists only that they are one.
inline constexpr size_t kShownBytes = 120;
std::string ShownValue(const Field& at, std::optional<ValueSpan> span = {});

// The problems of one object, in the order in which they were found.
class Problems {
 public:
  // More are only counted, so that a hostile document costs no memory.
  static constexpr size_t kMax = 1000;

  void Required(const Field& at, ErrorCheck check, std::string detail);
  void Invalid(const Field& at, ErrorCheck check, std::string detail,
               std::optional<ValueSpan> span = {});
  // For an entry of a map whose key is what is wrong.
  void InvalidKey(const Field& at, std::string_view key, ErrorCheck check, std::string detail);
  void NotSupported(const Field& at, ErrorCheck check, std::span<const std::string_view> supported);
  void Duplicate(const Field& at, ErrorCheck check, std::string detail = {});
  void Forbidden(const Field& at, ErrorCheck check, std::string detail);
  // `expected` as in the schema: string, integer, array, object; "integer,string".
  void TypeInvalid(const Field& at, ErrorCheck check, std::string_view expected);
  void TooLong(const Field& at, ErrorCheck check, std::string detail);
  void Warn(const Field& at, WarningCheck check, std::string detail,
            std::optional<ValueSpan> span = {});
  void Add(Problem problem);

  const std::vector<Problem>& list() const& { return list_; }
  std::vector<Problem>& list() & { return list_; }
  std::vector<Problem> list() && { return std::move(list_); }  // for (… : Judge(…).list())
  // Problems beyond kMax, all taken for errors.
  size_t dropped() const { return dropped_; }
  void set_dropped(size_t n) { dropped_ = n; }
  bool HasErrors() const;
  bool empty() const { return list_.empty(); }

 private:
  std::vector<Problem> list_;
  size_t dropped_ = 0;
};

}  // namespace promgate
