#pragma once
// Questions for test drivers, editors and fuzzers, answered by the library that the webhook calls:
// the protocol of `promgate judge`. Pure.

#include <string_view>

#include "base/json.h"

namespace promgate {

// Room for a document the size of an admission review, in JSON's escapes.
inline constexpr size_t kMaxQuestionBytes = 16u << 20;

// The answer to one question, `{"id": …, "what": "promql", "expr": "up"}` -> `{"id": …, "ok": true,
// …}`; its id is echoed. A question that cannot be understood gets `{"id": …, "ok": false,
// "bad_input": "…"}`.
Json Answer(const Json& question);

// The same for a line of JSON, which may be broken or too long.
Json AnswerLine(std::string_view line);

}  // namespace promgate
