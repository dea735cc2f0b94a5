#include "base/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/strings.h"

namespace promgate {
namespace {

// nlohmann words its reasons "[id] REASON" or "[id] parse error at line L, column C: syntax error
// while parsing X - REASON; last read: '…'; expected Y". What was last read may be megabytes or a
// secret, and the place is counted by us.
std::string Reason(std::string_view what) {
  constexpr size_t kMaxLength = 120;
  const auto skip_past = [&what](std::string_view mark) {
    if (size_t at = what.find(mark); at != what.npos) what.remove_prefix(at + mark.size());
  };
  skip_past("] ");
  if (what.starts_with("parse error")) skip_past(": ");
  if (what.starts_with("syntax error")) skip_past(" - ");
  const size_t last_read = what.find("; last read: '");
  const size_t expected = what.rfind("; expected ");
  std::string reason(what.substr(0, std::min(last_read, kMaxLength)));
  if (last_read != what.npos && expected != what.npos && expected > last_read)
    reason += what.substr(expected);
  return reason;
}

// "line 3, column 7"; `offset` may be past the end.
std::string PlaceName(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  size_t line = 1, line_begin = 0;
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i] != '\n') continue;
    ++line;
    line_begin = i + 1;
  }
  const size_t column = before.size() - line_begin + 1;
  return StrCat({"line ", std::to_string(line), ", column ", std::to_string(column)});
}

// Builds the tree from the parser's events and stops it at the first broken limit, so that no deep
// or giant tree ever exists. The names of the members are nlohmann's SAX interface.
class TreeBuilder {
 public:
  explicit TreeBuilder(const JsonLimits& limits) : limits_(limits) {}

  bool null() { return Put(nullptr) != nullptr; }
  bool boolean(bool value) { return Put(value) != nullptr; }
  bool number_integer(Json::number_integer_t value) { return Put(value) != nullptr; }
  bool number_unsigned(Json::number_unsigned_t value) { return Put(value) != nullptr; }
  bool number_float(Json::number_float_t value, const std::string& /*text*/) {
    return Put(value) != nullptr;
  }
  bool string(std::string& value) { return Put(std::move(value)) != nullptr; }
  bool binary(Json::binary_t& /*value*/) { return false; }  // never occurs in JSON text
  bool start_object(size_t /*size*/) { return Open(Json::value_t::object); }
  bool start_array(size_t /*size*/) { return Open(Json::value_t::array); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool key(std::string& name) {
    slot_ = &(
        *open_.back())[std::move(name)];  // a repeated key: the last one wins, as in the API server
    return true;
  }
  bool parse_error(size_t position, const std::string& /*last*/, const Json::exception& error) {
    reason_ = Reason(error.what());
    error_offset_ = position == 0 ? 0 : position - 1;  // the parser counts what it has read
    return false;
  }

  Json TakeRoot() { return std::move(root_); }

  Error Describe(std::string_view text) const {
    if (error_offset_ == kNoOffset) return {Code::kInvalid, reason_};
    return {Code::kInvalid, StrCat({PlaceName(text, error_offset_), ": ", reason_})};
  }

 private:
  static constexpr size_t kNoOffset = static_cast<size_t>(-1);

  template <class T>
  Json* Put(T&& value) {
    if (++values_ > limits_.max_values) {
      reason_ = StrCat({"more than ", std::to_string(limits_.max_values), " values"});
      return nullptr;
    }
    if (open_.empty()) {
      root_ = Json(std::forward<T>(value));
      return &root_;
    }
    if (open_.back()->is_array()) {
      auto& items = open_.back()->get_ref<Json::array_t&>();
      return &items.emplace_back(std::forward<T>(value));
    }
    *slot_ = Json(std::forward<T>(value));
    return slot_;
  }

  bool Open(Json::value_t kind) {
    if (open_.size() >= static_cast<size_t>(limits_.max_depth)) {
      reason_ = StrCat({"nested more than ", std::to_string(limits_.max_depth), " levels deep"});
      return false;
    }
    Json* container = Put(kind);
    if (container == nullptr) return false;
    open_.push_back(container);
    return true;
  }

  bool Close() {
    open_.pop_back();
    return true;
  }

  const JsonLimits& limits_;
  Json root_;
  std::vector<Json*> open_;  // stable: a parent does not grow while a child of it is open
  Json* slot_ = nullptr;     // where the value of the key just read goes
  size_t values_ = 0;
  std::string reason_;
  size_t error_offset_ = kNoOffset;
};

}  // namespace

Result<Json> ParseJson(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error{Code::kTooLarge,
                 StrCat({"larger than ", std::to_string(limits.max_bytes), " bytes"})};
  }
  if (text.empty()) return Error{Code::kInvalid, "line 1, column 1: unexpected end of input"};
  TreeBuilder builder(limits);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) return builder.Describe(text);
  return builder.TakeRoot();
}

std::string DumpJson(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace promgate
