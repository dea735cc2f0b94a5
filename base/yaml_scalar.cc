#include "base/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>

#include "base/strings.h"

namespace promgate {
namespace {

constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";
constexpr double kInfinity = std::numeric_limits<double>::infinity();

enum class Type { kNull, kBool, kInt, kFloat, kString };

struct Typed {
  Type type;
  Json value;
};

// Words that are values. Each is known in small letters, with a capital, and in capitals, except
// that YAML spells not-a-number .nan, .NaN and .NAN.
struct Word {
  std::array<std::string_view, 3> spellings;
  double value = 0;
  Type type = Type::kNull;
  bool kubernetes_only = false;  // YAML 1.1; go-yaml 3 takes them for strings
};
constexpr Word kWords[] = {
    {{"true", "True", "TRUE"}, 1, Type::kBool, false},
    {{"false", "False", "FALSE"}, 0, Type::kBool, false},
    {{"null", "Null", "NULL"}, 0, Type::kNull, false},
    {{"~", "~", "~"}, 0, Type::kNull, false},
    {{"", "", ""}, 0, Type::kNull, false},
    {{"y", "Y", "Y"}, 1, Type::kBool, true},
    {{"yes", "Yes", "YES"}, 1, Type::kBool, true},
    {{"on", "On", "ON"}, 1, Type::kBool, true},
    {{"n", "N", "N"}, 0, Type::kBool, true},
    {{"no", "No", "NO"}, 0, Type::kBool, true},
    {{"off", "Off", "OFF"}, 0, Type::kBool, true},
    {{".nan", ".NaN", ".NAN"}, std::numeric_limits<double>::quiet_NaN(), Type::kFloat, false},
    {{".inf", ".Inf", ".INF"}, kInfinity, Type::kFloat, false},
    {{"+.inf", "+.Inf", "+.INF"}, kInfinity, Type::kFloat, false},
    {{"-.inf", "-.Inf", "-.INF"}, -kInfinity, Type::kFloat, false},
};

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<Typed> FindWord(std::string_view text, YamlDialect dialect) {
  constexpr size_t kLongest = 5;
  if (text.size() > kLongest) return std::nullopt;
  for (const Word& word : kWords) {
    if (word.kubernetes_only && dialect != YamlDialect::kKubernetes) continue;
    if (std::find(word.spellings.begin(), word.spellings.end(), text) == word.spellings.end()) {
      continue;
    }
    if (word.type == Type::kNull) return Typed{Type::kNull, nullptr};
    if (word.type == Type::kBool) return Typed{Type::kBool, word.value != 0};
    return Typed{Type::kFloat, word.value};
  }
  return std::nullopt;
}

// Takes the prefix that names the base of `digits`: 0x, 0o, 0b, or the 0 of an old octal.
int TakeBase(std::string_view& digits) {
  if (digits.size() < 2 || digits[0] != '0') return 10;
  struct Prefix {
    char small, capital;
    int base;
  };
  constexpr Prefix kPrefixes[] = {{'x', 'X', 16}, {'o', 'O', 8}, {'b', 'B', 2}};
  for (const Prefix& prefix : kPrefixes) {
    if (digits[1] != prefix.small && digits[1] != prefix.capital) continue;
    digits.remove_prefix(2);
    return prefix.base;
  }
  digits.remove_prefix(1);
  return 8;
}

// Integers from -2^63 to 2^64 - 1.
std::optional<Json> ParseInteger(std::string_view text) {
  const bool sign = text.front() == '-' || text.front() == '+';
  const bool negative = text.front() == '-';
  std::string_view digits = text.substr(sign ? 1 : 0);
  const int base = TakeBase(digits);
  uint64_t magnitude = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, magnitude, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  constexpr uint64_t kMinMagnitude = uint64_t{1} << 63;
  if (negative && magnitude > kMinMagnitude) return std::nullopt;
  if (negative) return Json(static_cast<int64_t>(0 - magnitude));
  if (sign && magnitude >= kMinMagnitude) return std::nullopt;  // Go: unsigned numbers take no sign
  return Json(magnitude);
}

// Whether `text` is [-+]?(\.D+|D+(\.D*)?)([eE][-+]?D+)? for digits D.
bool LooksLikeFloat(std::string_view text) {
  const auto take_digits = [&text] {
    const size_t size = text.size();
    while (!text.empty() && IsDigit(text.front())) text.remove_prefix(1);
    return text.size() < size;
  };
  const auto take_any = [&text](std::string_view letters) {
    if (text.empty() || letters.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
  };
  take_any("-+");
  const bool whole = take_digits();
  const bool fraction = take_any(".") && take_digits();
  if (!whole && !fraction) return false;
  if (take_any("eE")) {
    take_any("-+");
    if (!take_digits()) return false;
  }
  return text.empty();
}

// Numbers too large for a double are strings.
std::optional<Json> ParseFloat(const std::string& text) {
  if (!LooksLikeFloat(text)) return std::nullopt;
  const double value = std::strtod(text.c_str(), nullptr);
  if (std::isinf(value)) return std::nullopt;
  return Json(value);
}

Typed Resolve(std::string_view text, YamlDialect dialect) {
  if (std::optional<Typed> word = FindWord(text, dialect)) return *std::move(word);
  const char first = text.front();  // the empty text is a word
  if (first == '.') {
    if (std::optional<Json> number = ParseFloat(std::string(text))) {
      return {Type::kFloat, *std::move(number)};
    }
  } else if (IsDigit(first) || first == '-' || first == '+') {
    std::string plain(text);
    plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
    if (std::optional<Json> number = ParseInteger(plain)) return {Type::kInt, *std::move(number)};
    if (std::optional<Json> number = ParseFloat(plain)) return {Type::kFloat, *std::move(number)};
  }
  return {Type::kString, text};
}

struct TypeName {
  std::string_view tag;
  Type type;
};
constexpr TypeName kTypeNames[] = {
    {"null", Type::kNull},
    {"bool", Type::kBool},
    {"int", Type::kInt},
    {"float", Type::kFloat},
};

std::string_view NameOf(Type type) {
  for (const TypeName& row : kTypeNames) {
    if (row.type == type) return row.tag;
  }
  return "str";
}

Error CannotDecode(Type type, std::string_view text, std::string_view wanted) {
  constexpr size_t kExcerpt = 100;
  return {Code::kInvalid, StrCat({"cannot decode !!", NameOf(type), " `", text.substr(0, kExcerpt),
                                  "` as a !!", wanted})};
}

Result<Typed> ResolveAs(std::string_view tag, std::string_view text, YamlDialect dialect) {
  if (tag == "binary") {
    std::optional<std::string> bytes = Base64Decode(text);
    if (!bytes) return Error{Code::kInvalid, "!!binary value contains invalid base64 data"};
    return Typed{Type::kString, ToValidUtf8(*bytes)};
  }
  const bool date = tag == "timestamp";
  const auto* const wanted = std::find_if(std::begin(kTypeNames), std::end(kTypeNames),
                                          [tag](const TypeName& row) { return row.tag == tag; });
  if (!date && wanted == std::end(kTypeNames)) return Typed{Type::kString, text};
  Typed got = Resolve(text, dialect);
  if (date) {  // dates stay text; YYYY- is what makes one
    const bool year = text.size() > 4 && std::all_of(text.begin(), text.begin() + 4, IsDigit);
    if (year && text[4] == '-') return got;
    return CannotDecode(got.type, text, tag);
  }
  if (got.type == wanted->type) return got;
  if (got.type == Type::kInt && wanted->type == Type::kFloat) {
    return Typed{Type::kFloat, got.value.get<double>()};
  }
  return CannotDecode(got.type, text, tag);
}

Result<Typed> ResolveTyped(const YamlScalar& scalar, YamlDialect dialect) {
  if (scalar.tag.starts_with(kTagPrefix)) {
    return ResolveAs(scalar.tag.substr(kTagPrefix.size()), scalar.text, dialect);
  }
  // A lone "!" makes a string in version 2 and nothing in version 3.
  const bool untagged =
      scalar.tag.empty() || (scalar.tag == "!" && dialect == YamlDialect::kPrometheus);
  if (scalar.plain && untagged) return Resolve(scalar.text, dialect);
  return Typed{Type::kString, scalar.text};
}

// A float as it reaches the API server: through Go's JSON, which prints 8.0 as 8.
Result<Json> ThroughJson(double value) {
  if (!std::isfinite(value)) {
    const std::string_view name = std::isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    return Error{Code::kInvalid, StrCat({"unsupported value: ", name})};
  }
  constexpr double kLimit = 9223372036854775808.0;  // 2^63
  if (value == std::trunc(value) && std::fabs(value) < kLimit)
    return Json(static_cast<int64_t>(value));
  return Json(value);
}

}  // namespace

Result<Json> ResolveYamlScalar(const YamlScalar& scalar, YamlDialect dialect) {
  Result<Typed> typed = ResolveTyped(scalar, dialect);
  if (!typed) return typed.error();
  if (typed->type == Type::kFloat && dialect == YamlDialect::kKubernetes) {
    return ThroughJson(typed->value.get<double>());
  }
  return std::move(typed->value);
}

Result<std::string> ResolveYamlKey(const YamlScalar& scalar, YamlDialect dialect) {
  if (dialect == YamlDialect::kPrometheus) return std::string(scalar.text);
  Result<Typed> typed = ResolveTyped(scalar, dialect);
  if (!typed) return typed.error();
  switch (typed->type) {
    case Type::kNull:
      return Error{Code::kInvalid, "unsupported map key: null"};
    case Type::kBool:
      return std::string(typed->value.get<bool>() ? "true" : "false");
    case Type::kInt:
      if (typed->value.is_number_unsigned() && typed->value.get<uint64_t>() > INT64_MAX) {
        return Error{Code::kInvalid, "unsupported map key: larger than an int64"};
      }
      return DumpJson(typed->value);
    case Type::kFloat: {
      const auto value = typed->value.get<float>();
      if (std::isnan(value)) return std::string(".nan");
      if (std::isinf(value)) return std::string(value > 0 ? ".inf" : "-.inf");
      char digits[32];
      const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
      return std::string(digits, end);
    }
    case Type::kString:
      break;
  }
  return typed->value.get<std::string>();
}

}  // namespace promgate
