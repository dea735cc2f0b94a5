#include "base/yaml_events.h"

#include <algorithm>

#include "base/strings.h"

namespace promgate {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view Text(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

size_t SizeOfByteOrderMark(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

}  // namespace

YamlEvents::YamlEvents(std::string_view text)
    : text_(text), marks_(text, SizeOfByteOrderMark(text)) {
  ready_ = yaml_parser_initialize(&parser_) != 0;
  if (!ready_) return;
  const std::string_view body = text.substr(SizeOfByteOrderMark(text));
  yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(body.data()),
                               body.size());
}

YamlEvents::~YamlEvents() {
  yaml_event_delete(&event_);
  if (ready_) yaml_parser_delete(&parser_);
}

bool YamlEvents::Next() {
  yaml_event_delete(&event_);
  if (ready_ && yaml_parser_parse(&parser_, &event_) != 0) return true;
  event_ = {};
  if (!ready_ || parser_.problem == nullptr) return Fail("out of memory", 0);
  const bool counts_bytes = parser_.error == YAML_READER_ERROR;
  return Fail(parser_.problem, counts_bytes ? parser_.problem_offset + SizeOfByteOrderMark(text_)
                                            : marks_.Offset(parser_.problem_mark.index));
}

bool YamlEvents::Fail(std::string_view what, size_t offset) {
  const YamlMark mark = marks_.At(offset);
  error_ = {Code::kInvalid, StrCat({"line ", std::to_string(mark.line), ", column ",
                                    std::to_string(mark.column), ": ", what})};
  return false;
}

struct YamlEvents::Properties {
  size_t end;             // where the node itself begins
  bool bare_tag = false;  // a lone "!", which libyaml does not tell
};

YamlEvents::Properties YamlEvents::SkipProperties() const {
  const size_t end = End();
  Properties properties{marks_.Offset(event_.start_mark.index)};
  while (properties.end < end && (text_[properties.end] == '&' || text_[properties.end] == '!')) {
    const size_t word_end = std::min(text_.find_first_of(" \t\r\n", properties.end), end);
    if (text_.substr(properties.end, word_end - properties.end) == "!") properties.bare_tag = true;
    properties.end = std::min(text_.find_first_not_of(" \t\r\n", word_end), end);
  }
  return properties;
}

size_t YamlEvents::Begin() const {
  return SkipProperties().end;
}

std::string_view YamlEvents::Anchor() const {
  switch (event_.type) {
    case YAML_SCALAR_EVENT:
      return Text(event_.data.scalar.anchor);
    case YAML_SEQUENCE_START_EVENT:
      return Text(event_.data.sequence_start.anchor);
    case YAML_MAPPING_START_EVENT:
      return Text(event_.data.mapping_start.anchor);
    default:
      return {};
  }
}

std::string_view YamlEvents::Alias() const {
  return Text(event_.data.alias.anchor);
}

YamlPlace::Style YamlEvents::Style() const {
  using Style = YamlPlace::Style;
  if (event_.type != YAML_SCALAR_EVENT) return Style::kCollection;
  switch (event_.data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return Style::kSingleQuoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return Style::kDoubleQuoted;
    case YAML_LITERAL_SCALAR_STYLE:
      return Style::kLiteral;
    case YAML_FOLDED_SCALAR_STYLE:
      return Style::kFolded;
    default:
      return Style::kPlain;
  }
}

YamlScalar YamlEvents::Scalar() const {
  YamlScalar out;
  const auto& scalar = event_.data.scalar;
  out.text = {reinterpret_cast<const char*>(scalar.value), scalar.length};
  out.tag = SkipProperties().bare_tag ? "!" : Text(scalar.tag);
  out.plain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
  return out;
}

}  // namespace promgate
