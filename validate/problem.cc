#include "validate/problem.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/strings.h"

namespace promgate {
namespace {

// How Kubernetes spells a cause. Source: k8s.io/apimachinery util/validation/field ErrorType.
struct CauseText {
  std::string_view reason;
  std::string_view label;
  bool shows_value;
};

constexpr CauseText kCauses[] = {
    {"FieldValueRequired", "Required value", false},
    {"FieldValueInvalid", "Invalid value", true},
    {"FieldValueNotSupported", "Unsupported value", true},
    {"FieldValueDuplicate", "Duplicate value", true},
    {"FieldValueForbidden", "Forbidden", false},
    {"FieldValueTooLong", "Too long", false},
    {"FieldValueTooMany", "Too many", true},
    {"FieldValueTypeInvalid", "Invalid value", true},
    {"", "", false},
};
static_assert(std::size(kCauses) == static_cast<size_t>(Cause::kNone) + 1);

const CauseText& TextOf(Cause cause) {
  return kCauses[static_cast<size_t>(cause)];
}

bool IsContinuationByte(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The largest start of a character at or before `offset`.
size_t CharacterStart(std::string_view text, size_t offset) {
  if (offset >= text.size()) return text.size();
  while (offset > 0 && IsContinuationByte(text[offset])) --offset;
  return offset;
}

std::string ShownText(std::string_view text, std::optional<ValueSpan> span) {
  if (text.size() <= kShownBytes) return GoQuote(text);
  const size_t focus = span ? std::min<size_t>(span->start, text.size()) : 0;
  const size_t latest = text.size() - kShownBytes;
  const size_t wanted = focus > kShownBytes / 2 ? focus - kShownBytes / 2 : 0;
  const size_t start = CharacterStart(text, std::min(wanted, latest));
  const size_t end = CharacterStart(text, start + kShownBytes);
  return GoQuote(StrCat(
      {start > 0 ? "…" : "", text.substr(start, end - start), end < text.size() ? "…" : ""}));
}

// The names that the API server's schema validation gives to JSON types.
std::string_view SchemaType(const Json& value) {
  if (value.is_object()) return "object";
  if (value.is_array()) return "array";
  if (value.is_string()) return "string";
  if (value.is_boolean()) return "boolean";
  if (value.is_number_integer()) return "integer";
  if (value.is_number()) return "number";
  return "null";
}

Problem Describe(const Field& at, Cause cause, std::string_view check, std::string detail) {
  Problem problem;
  problem.cause = cause;
  problem.path = at.path();
  problem.detail = std::move(detail);
  problem.check = check;
  if (at.value() != nullptr) problem.fingerprint = std::hash<Json>()(*at.value());
  return problem;
}

}  // namespace

std::string_view Reason(Cause cause) {
  return TextOf(cause).reason;
}

std::string Problem::Text() const {
  return path.empty() ? Message() : StrCat({path, ": ", Message()});
}

std::string Problem::Message() const {
  const CauseText& text = TextOf(cause);
  std::string message(text.label);
  const auto append = [&](std::string_view part) {
    if (part.empty()) return;
    if (!message.empty()) message += ": ";
    message += part;
  };
  if (text.shows_value) append(value);
  append(detail);
  return message;
}

std::string ShownValue(const Field& at, std::optional<ValueSpan> span) {
  if (at.value() == nullptr) return "null";
  if (at.is_string()) return ShownText(at.str(), span);
  if (at.is_object()) return "{…}";
  if (at.is_array()) return "[…]";
  return DumpJson(*at.value());
}

void Problems::Add(Problem problem) {
  if (list_.size() < kMax) {
    list_.push_back(std::move(problem));
  } else {
    ++dropped_;
  }
}

void Problems::Required(const Field& at, ErrorCheck check, std::string detail) {
  Add(Describe(at, Cause::kRequired, check.id(), std::move(detail)));
}

void Problems::Invalid(const Field& at, ErrorCheck check, std::string detail,
                       std::optional<ValueSpan> span) {
  Problem problem = Describe(at, Cause::kInvalid, check.id(), std::move(detail));
  problem.value = ShownValue(at, span);
  problem.span = span;
  Add(std::move(problem));
}

void Problems::InvalidKey(const Field& at, std::string_view key, ErrorCheck check,
                          std::string detail) {
  Problem problem = Describe(at, Cause::kInvalid, check.id(), std::move(detail));
  problem.value = ShownText(key, {});
  problem.fingerprint = std::hash<std::string_view>()(key);
  Add(std::move(problem));
}

void Problems::NotSupported(const Field& at, ErrorCheck check,
                            std::span<const std::string_view> supported) {
  std::string detail = "supported values: ";
  for (size_t i = 0; i < supported.size(); ++i) {
    if (i > 0) detail += ", ";
    detail += GoQuote(supported[i]);
  }
  const std::string_view nearest = NearestName(at.str(), supported);
  if (!nearest.empty()) detail += StrCat({"; did you mean ", GoQuote(nearest), "?"});
  Problem problem = Describe(at, Cause::kNotSupported, check.id(), std::move(detail));
  problem.value = ShownValue(at);
  Add(std::move(problem));
}

void Problems::Duplicate(const Field& at, ErrorCheck check, std::string detail) {
  Problem problem = Describe(at, Cause::kDuplicate, check.id(), std::move(detail));
  problem.value = ShownValue(at);
  Add(std::move(problem));
}

void Problems::Forbidden(const Field& at, ErrorCheck check, std::string detail) {
  Add(Describe(at, Cause::kForbidden, check.id(), std::move(detail)));
}

void Problems::TypeInvalid(const Field& at, ErrorCheck check, std::string_view expected) {
  const std::string actual = at.value() == nullptr ? "\"null\"" : GoQuote(SchemaType(*at.value()));
  Problem problem =
      Describe(at, Cause::kTypeInvalid, check.id(),
               StrCat({at.path(), " in body must be of type ", expected, ": ", actual}));
  problem.value = actual;
  Add(std::move(problem));
}

void Problems::TooLong(const Field& at, ErrorCheck check, std::string detail) {
  Add(Describe(at, Cause::kTooLong, check.id(), std::move(detail)));
}

void Problems::Warn(const Field& at, WarningCheck check, std::string detail,
                    std::optional<ValueSpan> span) {
  Problem problem = Describe(at, Cause::kNone, check.id(), std::move(detail));
  problem.severity = Severity::kWarning;
  problem.span = span;
  Add(std::move(problem));
}

bool Problems::HasErrors() const {
  return dropped_ > 0 || std::any_of(list_.begin(), list_.end(), [](const Problem& p) {
           return p.severity == Severity::kError;
         });
}

}  // namespace promgate
