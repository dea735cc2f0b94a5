#pragma once
// Result<T>: the value of an operation, or why it failed.
//
//   Result<Json> doc = ParseJson(text);
//   if (!doc) return doc.error();
//   Use(*doc);
//
// For operations that fail (a file, a socket, a text that is no JSON). What is wrong in a document
// that a user wrote is a Problem (validate/problem.h), not an Error.

#include <string>
#include <utility>
#include <variant>

namespace promgate {

// What the caller can do about an error; each maps to one Kubernetes Status reason.
enum class Code {
  kInvalid,
  kNotFound,
  kConflict,
  kForbidden,
  kTooLarge,
  kTimeout,
  kUnavailable,
  kInternal
};

// `message`: lower case, no full stop, names the thing, never a secret.
struct Error {
  Code code = Code::kInternal;
  std::string message;
};

template <class T>
class [[nodiscard]] Result {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): reads as `return value`
  Result(T value) : state_(std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): reads as `return error`
  Result(Error error) : state_(std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  bool ok() const { return state_.index() == 0; }

  // Only when ok().
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  // Only when !ok().
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

// An operation without a value.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): see above
  Result(Error error) : error_(std::move(error)), ok_(false) {}

  explicit operator bool() const { return ok_; }
  bool ok() const { return ok_; }
  const Error& error() const { return error_; }

 private:
  Error error_;
  bool ok_ = true;
};

}  // namespace promgate
