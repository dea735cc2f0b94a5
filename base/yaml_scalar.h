#pragma once
// What a YAML scalar means: the types that go-yaml gives to `yes`, `0777`, `1e3`, `!!str 12`.

#include <string_view>

#include "base/result.h"
#include "base/yaml.h"

namespace promgate {

struct YamlScalar {
  std::string_view text;
  std::string_view tag;  // "tag:yaml.org,2002:int", "!custom", "!"; empty for none
  bool plain = true;     // not quoted, no block
};

// The error says what does not fit, without a place.
// Source: go.yaml.in/yaml v2 (kKubernetes) and v3 (kPrometheus), resolve.go; sigs.k8s.io/yaml.
Result<Json> ResolveYamlScalar(const YamlScalar& scalar, YamlDialect dialect);

// The same for the key of a mapping, as the text it has in JSON: `yes:` is "true" to Kubernetes.
Result<std::string> ResolveYamlKey(const YamlScalar& scalar, YamlDialect dialect);

}  // namespace promgate
