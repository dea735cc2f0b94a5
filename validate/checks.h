#pragma once
// Every check there is: its id, whether it denies, and what it demands. The one list: an id that is
// not here does not compile, and docs/reference/checks.md is printed from it.

#include <cstdint>
#include <string_view>

namespace promgate {

enum class Severity : uint8_t { kError, kWarning };

struct Check {
  std::string_view id;  // "<area>/<what>"; once released an id keeps its meaning
  Severity severity;    // kError denies
  std::string_view demand;
};

// Sorted by id.
inline constexpr Check kChecks[] = {
    {"promql/syntax", Severity::kError,
     "an expression parses and type-checks as the targeted Prometheus does it, with the features "
     "it has enabled"},
    {"rule-file/documents", Severity::kWarning,
     "a rule file is one YAML document: Prometheus reads only the first"},
    {"rule-file/unknown-field", Severity::kError,
     "a rule file has only fields that Prometheus knows"},
    {"rule/alertname-label", Severity::kWarning,
     "an alerting rule does not set the label alertname, which is overwritten with the alert's "
     "name"},
    {"rule/annotation-name", Severity::kError,
     "an annotation's name is a label name of the name validation scheme"},
    {"rule/duplicate-group", Severity::kError, "group names are unique within an object or file"},
    {"rule/duration", Severity::kError,
     "a duration is one that Prometheus reads, and not longer than 292 years"},
    {"rule/group-name", Severity::kError, "a group has a name"},
    {"rule/label-name", Severity::kError,
     "a label's name is one of the name validation scheme, and not __name__"},
    {"rule/record-name", Severity::kError,
     "a recording rule's name is a metric name of the name validation scheme, without braces"},
    {"rule/record-or-alert", Severity::kError, "a rule has exactly one of record and alert"},
    {"rule/recording-field", Severity::kError,
     "a recording rule has no annotations, for and keep_firing_for"},
    {"rule/result-type", Severity::kError,
     "a rule's expression gives an instant vector or a scalar; with any other type each evaluation "
     "fails"},
    {"schema/enum", Severity::kError, "a value is one of those that the field takes"},
    {"schema/required", Severity::kError, "a field that must be set is set"},
    {"schema/type", Severity::kError, "a value has the type that the field takes"},
    {"schema/unknown-field", Severity::kWarning,
     "a custom resource has only fields of its schema: the API server drops others"},
    {"yaml/syntax", Severity::kError, "a file is YAML that kubectl reads (only lint meets others)"},
};

// The id of a row of kChecks, written as a string literal.
template <Severity severity>
class CheckId {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): reads as the literal
  consteval CheckId(const char* id) : id_(Find(id)) {}
  constexpr std::string_view id() const { return id_; }

 private:
  static consteval std::string_view Find(std::string_view id) {
    for (const Check& check : kChecks) {
      if (check.id == id && check.severity == severity) return check.id;
    }
    throw "kChecks has no such check of this severity";  // never runs: fails the compilation
  }
  std::string_view id_;
};

using ErrorCheck = CheckId<Severity::kError>;
using WarningCheck = CheckId<Severity::kWarning>;

}  // namespace promgate
