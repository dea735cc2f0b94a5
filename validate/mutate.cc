#include "validate/mutate.h"

#include <nlohmann/json.hpp>
#include <string>

#include "api/patch.h"
#include "base/float.h"

namespace promgate {
namespace {

constexpr std::string_view kCompatAnnotation = "prometheus-operator-validated";

// Replaces what can be coerced in the map of strings at `holder`'s `name`.
void CoerceMap(const Json& holder, std::string_view name, std::string_view pointer, Json& patch) {
  const auto map = holder.find(name);
  if (map == holder.end() || !map->is_object()) return;
  const std::string map_pointer = PointerTo(pointer, name);
  for (const auto& [key, value] : map->items()) {
    if (!IsCoercible(value)) continue;
    patch.push_back(PatchOperation("replace", PointerTo(map_pointer, key), CoercedText(value)));
  }
}

// Calls visit(item, pointer) for each object in the list at `holder`'s `name`.
template <class Visit>
void ForEachObject(const Json& holder, std::string_view name, std::string_view pointer,
                   const Visit& visit) {
  const auto list = holder.find(name);
  if (list == holder.end() || !list->is_array()) return;
  const std::string list_pointer = PointerTo(pointer, name);
  for (size_t i = 0; i < list->size(); ++i) {
    if ((*list)[i].is_object()) visit((*list)[i], PointerTo(list_pointer, i));
  }
}

void CoerceRules(const Json& object, Json& patch) {
  const auto spec = object.find("spec");
  if (spec == object.end() || !spec->is_object()) return;
  ForEachObject(*spec, "groups", "/spec", [&](const Json& group, const std::string& group_pointer) {
    CoerceMap(group, "labels", group_pointer, patch);
    ForEachObject(group, "rules", group_pointer,
                  [&](const Json& rule, const std::string& rule_pointer) {
                    CoerceMap(rule, "labels", rule_pointer, patch);
                    CoerceMap(rule, "annotations", rule_pointer, patch);
                  });
  });
}

void Annotate(const Json& object, Json& patch) {
  const Field metadata = Field(object)["metadata"];
  if (!metadata.is_object() || metadata["annotations"][kCompatAnnotation].str() == "true") return;
  if (!metadata["annotations"].is_object()) {
    patch.push_back(PatchOperation("add", "/metadata/annotations", Json::object()));
  }
  patch.push_back(
      PatchOperation("add", PointerTo("/metadata/annotations", kCompatAnnotation), "true"));
}

}  // namespace

bool IsCoercible(const Json& value) {
  return value.is_number() || value.is_boolean();
}

std::string CoercedText(const Json& value) {
  return value.is_number_float() ? FormatFixed(value.get<double>()) : DumpJson(value);
}

Json Mutation(const Json& object, const Context& context) {
  Json patch = Json::array();
  if (!IsJudged(object)) return patch;
  CoerceRules(object, patch);
  if (!context.compat_annotation) return patch;
  const Json mutated = patch.empty() ? object : object.patch(patch);
  if (!Judge(mutated, nullptr, context).HasErrors()) Annotate(object, patch);
  return patch;
}

}  // namespace promgate
