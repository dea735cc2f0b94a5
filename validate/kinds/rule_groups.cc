#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "base/duration.h"
#include "base/json.h"
#include "base/strings.h"
#include "validate/kinds/kinds.h"
#include "validate/rule_expression.h"

namespace promgate {
namespace {

constexpr Member kRoot[] = {{"groups", Type::kArray}};

constexpr Member kGroup[] = {
    {"name", Type::kString, /*required=*/true},
    {"interval", Type::kString},
    {"query_offset", Type::kString},
    {"limit", Type::kInteger},
    {"partial_response_strategy", Type::kString, /*required=*/false, /*resource_only=*/true},
    {"labels", Type::kStringMap},
    {"rules", Type::kArray},
};

constexpr Member kRule[] = {
    {"record", Type::kString},
    {"alert", Type::kString},
    {"expr", Type::kIntOrString, /*required=*/true},
    {"for", Type::kString},
    {"keep_firing_for", Type::kString},
    {"labels", Type::kStringMap},
    {"annotations", Type::kStringMap},
};

constexpr std::string_view kPartialResponse[] = {"abort", "warn"};

// The schema takes any case, and the empty string for the default.
bool IsPartialResponse(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower.empty() || lower == "abort" || lower == "warn";
}

// Prometheus cannot tell the empty string from an absent field.
bool IsSet(const Field& field) {
  return field && !(field.is_string() && field.str().empty());
}

// One walk over the groups of one object. Whatever has a wrong type was reported by CheckMembers
// and is passed over.
class RuleGroupCheck {
 public:
  RuleGroupCheck(Form form, const Context& context, Problems& problems)
      : form_(form), context_(context), problems_(problems) {}

  void Groups(const Field& where);

 private:
  void Group(const Field& group);
  void Rule(const Field& rule);
  void RecordOrAlert(const Field& record, const Field& alert, const Field& rule);
  void RecordingRule(const Field& rule);
  void RecordName(const Field& record);
  void Expression(const Field& expr);
  void Labels(const Field& labels);
  void Annotations(const Field& annotations);
  std::optional<Nanoseconds> Duration(const Field& field);

  // The text of a scalar that may stand for a string here.
  std::optional<std::string> Text(const Field& field) const;
  // A list in a rule file may have null for an object: Prometheus leaves it out.
  bool IsLeftOut(const Field& item) const { return form_ == Form::kFile && !item; }
  // What a name must be that is not one.
  std::string NameDemand(std::string_view name, std::string_view what,
                         std::string_view characters) const;

  Form form_;
  const Context& context_;
  Problems& problems_;
};

void RuleGroupCheck::Groups(const Field& where) {
  if (!CheckMembers(where, kRoot, form_, problems_)) return;
  const Field groups = where["groups"];
  if (!groups.is_array()) return;
  std::set<std::string> names;
  for (size_t i = 0; i < groups.size(); ++i) {
    const Field group = groups[i];
    if (IsLeftOut(group) || !CheckMembers(group, kGroup, form_, problems_)) continue;
    const Field name = group["name"];
    const std::optional<std::string> text = Text(name);
    if (text && text->empty()) problems_.Required(name, "rule/group-name", "must not be empty");
    if (text && !names.insert(*text).second) problems_.Duplicate(name, "rule/duplicate-group");
    Group(group);
  }
}

void RuleGroupCheck::Group(const Field& group) {
  Duration(group["interval"]);
  Duration(group["query_offset"]);
  const Field partial = group["partial_response_strategy"];
  if (form_ == Form::kResource && !IsPartialResponse(partial.str())) {
    problems_.NotSupported(partial, "schema/enum", kPartialResponse);
  }
  Labels(group["labels"]);
  const Field rules = group["rules"];
  if (!rules.is_array()) return;
  for (size_t i = 0; i < rules.size(); ++i) {
    const Field rule = rules[i];
    if (!IsLeftOut(rule) && CheckMembers(rule, kRule, form_, problems_)) Rule(rule);
  }
}

void RuleGroupCheck::Rule(const Field& rule) {
  const Field record = rule["record"], alert = rule["alert"], labels = rule["labels"];
  RecordOrAlert(record, alert, rule);
  Expression(rule["expr"]);
  if (IsSet(record)) {
    RecordName(record);
    RecordingRule(rule);
  } else {
    Duration(rule["for"]);
    Duration(rule["keep_firing_for"]);
  }
  Labels(labels);
  if (IsSet(alert) && labels["alertname"]) {
    problems_.Warn(labels["alertname"], "rule/alertname-label",
                   "has no effect: Prometheus sets alertname to the name of the alert");
  }
  Annotations(rule["annotations"]);
}

void RuleGroupCheck::RecordOrAlert(const Field& record, const Field& alert, const Field& rule) {
  if (IsSet(record) && IsSet(alert)) {
    problems_.Forbidden(alert, "rule/record-or-alert", "only one of record and alert may be set");
  } else if (!IsSet(record) && !IsSet(alert)) {
    problems_.Required(rule, "rule/record-or-alert", "one of record and alert must be set");
  }
}

// What only alerting rules have. Zero durations and empty annotations are as good as absent.
void RuleGroupCheck::RecordingRule(const Field& rule) {
  constexpr std::string_view kOnlyAlerts =
      "may not be set in a recording rule, only in an alerting rule";
  for (const char* name : {"for", "keep_firing_for"}) {
    const Field field = rule[name];
    const std::optional<Nanoseconds> duration = Duration(field);
    if (duration && duration->count() != 0) {
      problems_.Forbidden(field, "rule/recording-field", std::string(kOnlyAlerts));
    }
  }
  const Field annotations = rule["annotations"];
  if (annotations.is_object() && annotations.size() > 0) {
    problems_.Forbidden(annotations, "rule/recording-field", std::string(kOnlyAlerts));
  }
}

void RuleGroupCheck::RecordName(const Field& record) {
  const std::optional<std::string> name = Text(record);
  if (!name) return;
  if (name->find_first_of("{}") != name->npos) {
    problems_.Invalid(
        record, "rule/record-name",
        "must not contain braces: a selector belongs into expr, labels to add belong into labels");
  } else if (!IsMetricName(*name, context_.names)) {
    problems_.Invalid(record, "rule/record-name",
                      NameDemand(*name, "metric", "letters, digits, _ and :"));
  }
}

void RuleGroupCheck::Expression(const Field& expr) {
  if (!expr || expr.is_object() || expr.is_array()) return;
  if (!IsSet(expr)) {
    problems_.Required(expr, "schema/required", "must be a PromQL expression");
  } else if (expr.is_string()) {
    CheckRuleExpression(expr, expr.str(), context_, problems_);
  } else {
    CheckRuleExpression(expr, DumpJson(*expr.value()), context_, problems_);
  }
}

// Values need no check: every string of a document is UTF-8, and that is all that Prometheus asks.
void RuleGroupCheck::Labels(const Field& labels) {
  if (!labels.is_object()) return;
  for (const auto& [name, value] : labels.value()->items()) {
    if (name == "__name__") {
      problems_.InvalidKey(labels[name], name, "rule/label-name",
                           "must not be __name__: the name of a series comes from record, that of "
                           "an alert from alert");
    } else if (!IsLabelName(name, context_.names)) {
      problems_.InvalidKey(labels[name], name, "rule/label-name",
                           NameDemand(name, "label", "letters, digits and _"));
    }
  }
}

void RuleGroupCheck::Annotations(const Field& annotations) {
  if (!annotations.is_object()) return;
  for (const auto& [name, value] : annotations.value()->items()) {
    if (IsLabelName(name, context_.names)) continue;
    problems_.InvalidKey(annotations[name], name, "rule/annotation-name",
                         NameDemand(name, "label", "letters, digits and _"));
  }
}

std::optional<Nanoseconds> RuleGroupCheck::Duration(const Field& field) {
  const std::optional<std::string> text = Text(field);
  if (!text) return {};
  const Result<Nanoseconds> duration = ParseDuration(*text);
  if (duration) return *duration;
  problems_.Invalid(
      field, "rule/duration",
      StrCat({"must be a duration such as 30s, 5m or 1h30m: ", duration.error().message}));
  return {};
}

std::optional<std::string> RuleGroupCheck::Text(const Field& field) const {
  if (field.is_string()) return std::string(field.str());
  if (form_ == Form::kResource || !field || field.is_object() || field.is_array()) return {};
  return DumpJson(*field.value());
}

std::string RuleGroupCheck::NameDemand(std::string_view name, std::string_view what,
                                       std::string_view characters) const {
  if (name.empty()) return "must not be empty";
  if (context_.names == NameScheme::kUtf8) return StrCat({"must be a ", what, " name: UTF-8"});
  return StrCat({"must be a ", what, " name of the legacy scheme: ", characters,
                 ", not starting with a digit"});
}

}  // namespace

void CheckRuleGroups(const Field& where, Form form, const Context& context, Problems& problems) {
  RuleGroupCheck(form, context, problems).Groups(where);
}

}  // namespace promgate
