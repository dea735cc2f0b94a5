#pragma once
// Structure: whether the members of an object are known, have their type, and are there when they
// must be.

#include <cstdint>
#include <span>
#include <string_view>

#include "validate/problem.h"

namespace promgate {

// Where an object comes from decides what its fields may be.
enum class Form : uint8_t {
  kResource,  // a custom resource: the API server types strictly and drops what it does not know
  kFile,      // a file of Prometheus: any scalar may stand for a string, and an unknown field is an
              // error
};

enum class Type : uint8_t { kString, kInteger, kIntOrString, kStringMap, kArray, kObject };

struct Member {
  std::string_view name;
  Type type;
  bool required = false;
  bool resource_only = false;  // Prometheus itself does not know it
};

// Reports what is wrong with `object` and its direct `members`; items and nested objects are the
// caller's. False when it is no object, so that there is nothing to look into. Source:
// kube-apiserver's schema validation for kResource (texts too); yaml.v3's KnownFields for kFile.
bool CheckMembers(const Field& object, std::span<const Member> members, Form form,
                  Problems& problems);

}  // namespace promgate
