#include "server/review.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "base/strings.h"

namespace promgate {
namespace {

constexpr std::string_view kVersions[] = {"admission.k8s.io/v1", "admission.k8s.io/v1beta1"};
constexpr size_t kMaxUid = 64;

const Json* Find(const Json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto member = object.find(name);
  return member == object.end() || member->is_null() ? nullptr : &*member;
}

// Reads members of `object`; remembers the first that has a wrong type.
class Members {
 public:
  Members(const Json& object, std::string_view where) : object_(object), where_(where) {}

  std::string_view Text(const char* name) {
    const Json* member = Find(object_, name);
    if (member == nullptr) return {};
    if (member->is_string()) return member->get_ref<const std::string&>();
    Complain(name, "a string");
    return {};
  }
  bool Flag(const char* name) {
    const Json* member = Find(object_, name);
    if (member == nullptr) return false;
    if (member->is_boolean()) return member->get<bool>();
    Complain(name, "a boolean");
    return false;
  }
  // Null when absent.
  const Json* Object(const char* name) {
    const Json* member = Find(object_, name);
    if (member == nullptr || member->is_object()) return member;
    Complain(name, "an object");
    return nullptr;
  }
  const std::string& complaint() const { return complaint_; }

 private:
  void Complain(std::string_view name, std::string_view type) {
    if (complaint_.empty()) complaint_ = StrCat({where_, name, " must be ", type});
  }

  const Json& object_;
  std::string_view where_;
  std::string complaint_;
};

Error Invalid(std::string message) {
  return {Code::kInvalid, std::move(message)};
}

// The three names in `member` of a review's request: group, version and kind or resource.
struct Names {
  std::string_view group, version, last;
};

Result<Names> ReadNames(const Json* object, const char* where, const char* last) {
  if (object == nullptr) return Names{};
  Members members(*object, where);
  const Names names{members.Text("group"), members.Text("version"), members.Text(last)};
  if (!members.complaint().empty()) return Invalid(members.complaint());
  return names;
}

Result<Review> ReadRequest(const Json& request, std::string_view api_version) {
  Members members(request, "request.");
  Review review;
  review.api_version = api_version;
  review.uid = members.Text("uid");
  review.subresource = members.Text("subResource");
  review.name = members.Text("name");
  review.namespace_ = members.Text("namespace");
  review.operation = members.Text("operation");
  review.dry_run = members.Flag("dryRun");
  review.object = members.Object("object");
  review.old_object = members.Object("oldObject");
  const Json* kind = members.Object("kind");
  const Json* resource = members.Object("resource");
  if (!members.complaint().empty()) return Invalid(members.complaint());

  const Result<Names> kind_names = ReadNames(kind, "request.kind.", "kind");
  if (!kind_names) return kind_names.error();
  const Result<Names> resource_names = ReadNames(resource, "request.resource.", "resource");
  if (!resource_names) return resource_names.error();
  review.group = kind_names->group;
  review.version = kind_names->version;
  review.kind = kind_names->last;
  review.resource = resource_names->last;
  return review;
}

// Walks JSON that may stop anywhere. What it does not understand it steps over, byte by byte.
class PartialReader {
 public:
  explicit PartialReader(std::string_view text) : text_(text) {}

  PartialReview Read() {
    while (at_ < text_.size() && (found_.uid.empty() || found_.api_version.empty())) {
      const char c = text_[at_++];
      if (c == '{' || c == '[') {
        in_request_ = ++depth_ == 2 ? key_ == "request" && c == '{' : in_request_;
        key_ = {};
      } else if (c == '}' || c == ']') {
        --depth_;
      } else if (c == '"') {
        TakeString();
      } else if (c == ',') {
        key_ = {};
      }
    }
    return found_;
  }

 private:
  // A string begins at at_: the key of what follows, or the value of the last key.
  void TakeString() {
    const size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2u : 1u;
    if (at_ >= text_.size()) return;  // cut off
    const std::string_view string = text_.substr(begin, at_++ - begin);
    const size_t next = text_.find_first_not_of(" \t\r\n", at_);
    if (next != std::string_view::npos && text_[next] == ':') {
      key_ = string;
      return;
    }
    if (depth_ == 1 && key_ == "apiVersion") found_.api_version = string;
    if (depth_ == 2 && in_request_ && key_ == "uid" && IsUid(string)) found_.uid = string;
  }

  static bool IsUid(std::string_view text) {
    return text.size() <= kMaxUid && std::all_of(text.begin(), text.end(), [](unsigned char c) {
             return std::isalnum(c) != 0 || c == '-';
           });
  }

  std::string_view text_, key_;
  size_t at_ = 0;
  int depth_ = 0;
  bool in_request_ = false;  // inside the object at "request"
  PartialReview found_;
};

}  // namespace

Result<Review> ReadReview(const Json& document) {
  if (!document.is_object()) return Invalid("must be an AdmissionReview object");
  Members members(document, "");
  const std::string_view api_version = members.Text("apiVersion"), kind = members.Text("kind");
  const Json* request = members.Object("request");
  if (!members.complaint().empty()) return Invalid(members.complaint());
  const bool known =
      std::find(std::begin(kVersions), std::end(kVersions), api_version) != std::end(kVersions);
  if (kind != "AdmissionReview" || !known) {
    return Invalid(StrCat({"must be an AdmissionReview of admission.k8s.io/v1 or v1beta1, not ",
                           GoQuote(kind), " of ", GoQuote(api_version)}));
  }
  if (request == nullptr) return Invalid("the AdmissionReview has no request");
  return ReadRequest(*request, api_version);
}

PartialReview ReadPartialReview(std::string_view text) {
  return PartialReader(text).Read();
}

}  // namespace promgate
