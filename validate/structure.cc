#include "validate/structure.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/strings.h"

namespace promgate {
namespace {

// As in the API server's messages, by Type.
constexpr std::string_view kTypeNames[] = {"string", "integer", "integer,string",
                                           "object", "array",   "object"};

std::string_view NameOf(Type type) {
  return kTypeNames[static_cast<size_t>(type)];
}

// Whether an API server takes it for an int64: 2, 2.0 and 2e0 are all one.
bool IsInteger(const Json& value) {
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (value.is_number_unsigned()) return value.get<uint64_t>() <= INT64_MAX;
  if (value.is_number_integer()) return true;
  if (!value.is_number_float()) return false;
  const double number = value.get<double>();
  return number >= -kTwoTo63 && number < kTwoTo63 &&
         number == static_cast<double>(static_cast<int64_t>(number));
}

bool IsString(const Json& value, Form form) {
  return value.is_string() || (form == Form::kFile && value.is_primitive());
}

bool HasType(const Json& value, Type type, Form form) {
  switch (type) {
    case Type::kString:
      return IsString(value, form);
    case Type::kInteger:
      return IsInteger(value) || (form == Form::kFile && value.is_number_float());
    case Type::kIntOrString:
      return IsInteger(value) || IsString(value, form);
    case Type::kArray:
      return value.is_array();
    case Type::kStringMap:
    case Type::kObject:
      return value.is_object();
  }
  return false;
}

// A Field costs its path, so one is made only for what is wrong.
void CheckMember(const Field& object, const Member& member, Form form, Problems& problems) {
  const auto found = object.value()->find(member.name);
  if (found == object.value()->end() || found->is_null()) {
    if (member.required) problems.Required(object[member.name], "schema/required", {});
  } else if (!HasType(*found, member.type, form)) {
    problems.TypeInvalid(object[member.name], "schema/type", NameOf(member.type));
  } else if (member.type == Type::kStringMap) {
    for (const auto& [key, value] : found->items()) {
      if (value.is_null() || IsString(value, form)) continue;
      problems.TypeInvalid(object[member.name][key], "schema/type", NameOf(Type::kString));
    }
  }
}

bool IsKnown(std::string_view name, std::span<const Member> members, Form form) {
  return std::any_of(members.begin(), members.end(), [&](const Member& m) {
    return m.name == name && !(form == Form::kFile && m.resource_only);
  });
}

void ReportUnknown(const Field& field, std::string_view name, std::span<const Member> members,
                   Form form, Problems& problems) {
  std::vector<std::string_view> names;
  for (const Member& m : members) {
    if (IsKnown(m.name, members, form)) names.push_back(m.name);
  }
  const std::string_view nearest = NearestName(name, names);
  const std::string hint =
      nearest.empty() ? std::string() : StrCat({"; did you mean ", GoQuote(nearest), "?"});
  if (form == Form::kFile) {
    problems.Forbidden(field, "rule-file/unknown-field", StrCat({"unknown field", hint}));
  } else {
    problems.Warn(field, "schema/unknown-field",
                  StrCat({"unknown field, which the API server drops", hint}));
  }
}

}  // namespace

bool CheckMembers(const Field& object, std::span<const Member> members, Form form,
                  Problems& problems) {
  if (!object.is_object()) {
    problems.TypeInvalid(object, "schema/type", NameOf(Type::kObject));
    return false;
  }
  for (const Member& member : members) CheckMember(object, member, form, problems);
  for (const auto& [name, value] : object.value()->items()) {
    if (!IsKnown(name, members, form)) ReportUnknown(object[name], name, members, form, problems);
  }
  return true;
}

}  // namespace promgate
