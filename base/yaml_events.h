#pragma once
// libyaml's events, with places in bytes and errors in our form (sole includer of yaml.h).

#include <yaml.h>

#include <string_view>

#include "base/result.h"
#include "base/yaml.h"
#include "base/yaml_marks.h"
#include "base/yaml_scalar.h"

namespace promgate {

// A stream of events and the one last read from it. `text` must outlive it.
class YamlEvents {
 public:
  explicit YamlEvents(std::string_view text);
  ~YamlEvents();
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;

  // Reads the next event; false when the text is broken (see error()).
  bool Next();

  yaml_event_type_t Type() const { return event_.type; }
  // Byte offsets; a node begins behind its anchor and tag.
  size_t Begin() const;
  size_t End() const { return marks_.Offset(event_.end_mark.index); }
  YamlMark Mark(size_t offset) const { return marks_.At(offset); }

  std::string_view Anchor() const;  // of a node; empty for none
  std::string_view Alias() const;   // the anchor that an alias names
  YamlPlace::Style Style() const;   // of a node
  YamlScalar Scalar() const;        // of a scalar; valid until Next()

  // Records what is wrong at byte `offset`; always false.
  bool Fail(std::string_view what, size_t offset);
  const Error& error() const { return error_; }

 private:
  struct Properties;
  Properties SkipProperties() const;

  std::string_view text_;
  YamlMarks marks_;
  yaml_parser_t parser_{};
  yaml_event_t event_{};
  bool ready_ = false;
  Error error_;
};

}  // namespace promgate
