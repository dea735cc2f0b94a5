#include "server/tls.h"

#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <optional>
#include <string_view>
#include <utility>

#include "base/mutex.h"
#include "certs/openssl.h"
#include "server/tls_names.h"

namespace promgate {
namespace {

constexpr size_t kMaxFile = 1 << 20;
// Forward secrecy and AEAD only: what a Go client of today offers first.
constexpr const char* kDefaultCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

using certs::Certificate;
using certs::Freer;
using certs::Key;
using certs::OpenSslError;

void FreeStack(STACK_OF(X509) * stack) {
  sk_X509_pop_free(stack, X509_free);
}
void FreeNames(STACK_OF(X509_NAME) * names) {
  sk_X509_NAME_pop_free(names, X509_NAME_free);
}

using Context = std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>>;
using Connection = std::unique_ptr<SSL, Freer<SSL_free>>;
using Store = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using Certificates = std::unique_ptr<STACK_OF(X509), Freer<FreeStack>>;
using Names = std::unique_ptr<STACK_OF(X509_NAME), Freer<FreeNames>>;

// What new connections are given; immutable.
struct Material {
  Certificate leaf;
  Key key;
  Certificates chain;  // without the leaf
  // Both null: clients need no certificate.
  Store client_store;
  Names client_names;
  int64_t not_after = 0;
};

struct Files {
  std::string cert, key;
  std::optional<std::string> client_ca;
};

using Digest = std::string;

Error FileError(const std::string& path, const std::string& why) {
  return {Code::kInvalid, path + ": " + why};
}

Result<std::string> ReadFile(const std::string& path) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return Error{errno == ENOENT ? Code::kNotFound : Code::kUnavailable,
                 path + ": " + std::strerror(errno)};
  std::string text(kMaxFile + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  if (in.bad() || text.size() > kMaxFile)
    return FileError(path, "cannot be read, or is larger than 1 MiB");
  return text;
}

Result<Files> ReadFiles(const TlsOptions& options, bool client_ca_required) {
  Result<std::string> cert = ReadFile(options.cert_file);
  if (!cert) return cert.error();
  Result<std::string> key = ReadFile(options.key_file);
  if (!key) return key.error();
  Files files{*std::move(cert), *std::move(key), std::nullopt};
  if (options.client_ca_file.empty()) return files;
  Result<std::string> ca = ReadFile(options.client_ca_file);
  if (ca) {
    files.client_ca = *std::move(ca);
  } else if (client_ca_required || ca.error().code != Code::kNotFound) {
    return ca.error();
  }
  return files;
}

// Tells whether files changed without keeping the key's text.
Digest DigestOf(const Files& files) {
  Digest all;
  const std::string ca = files.client_ca ? "+" + *files.client_ca : "";
  for (const std::string* text : {&files.cert, &files.key, &ca}) {
    unsigned char sum[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(text->data()), text->size(), sum);
    all.append(reinterpret_cast<const char*>(sum), sizeof sum);
  }
  return all;
}

// OpenSSL would ask the terminal.
int NoPassword(char*, int, int, void*) {
  return -1;
}

// All certificates of a PEM text, at least one.
Result<Certificates> ParseCertificates(const std::string& path, const std::string& pem) {
  ERR_clear_error();
  const certs::Bio bio = certs::ReadFrom(pem);
  Certificates all(sk_X509_new_null());
  while (X509* one = PEM_read_bio_X509(bio.get(), nullptr, NoPassword, nullptr))
    sk_X509_push(all.get(), one);
  // The end of the file is the one good reason to stop.
  const unsigned long code = ERR_peek_last_error();
  if (ERR_GET_LIB(code) != ERR_LIB_PEM || ERR_GET_REASON(code) != PEM_R_NO_START_LINE) {
    return OpenSslError(path + ": broken certificate", Code::kInvalid);
  }
  ERR_clear_error();
  if (sk_X509_num(all.get()) == 0) return FileError(path, "no certificate in it");
  return all;
}

int64_t SecondsOf(const ASN1_TIME* time) {
  std::tm parts{};
  return ASN1_TIME_to_tm(time, &parts) == 1 ? static_cast<int64_t>(::timegm(&parts)) : 0;
}

Result<void> AddServingPair(const TlsOptions& options, const Files& files, Material& material) {
  Result<Certificates> certificates = ParseCertificates(options.cert_file, files.cert);
  if (!certificates) return certificates.error();
  material.chain = *std::move(certificates);
  material.leaf.reset(sk_X509_shift(material.chain.get()));
  material.not_after = SecondsOf(X509_get0_notAfter(material.leaf.get()));
  const certs::Bio bio = certs::ReadFrom(files.key);
  material.key.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassword, nullptr));
  if (material.key == nullptr)
    return OpenSslError(options.key_file + ": no usable private key", Code::kInvalid);
  if (X509_check_private_key(material.leaf.get(), material.key.get()) != 1) {
    ERR_clear_error();
    return FileError(options.key_file,
                     "the key is not that of the certificate in " + options.cert_file);
  }
  return {};
}

Result<void> AddClientCa(const std::string& path, const std::string& pem, Material& material) {
  const Result<Certificates> authorities = ParseCertificates(path, pem);
  if (!authorities) return authorities.error();
  material.client_store.reset(X509_STORE_new());
  material.client_names.reset(sk_X509_NAME_new_null());
  for (int i = 0; i < sk_X509_num(authorities->get()); ++i) {
    X509* authority = sk_X509_value(authorities->get(), i);
    X509_STORE_add_cert(material.client_store.get(), authority);
    sk_X509_NAME_push(material.client_names.get(), X509_NAME_dup(X509_get_subject_name(authority)));
  }
  return {};
}

// Gives a connection the material. False when OpenSSL will not have it (a key that is too weak,
// say).
bool Apply(SSL* ssl, const Material& material) {
  if (SSL_use_cert_and_key(ssl, material.leaf.get(), material.key.get(), material.chain.get(), 1) !=
      1)
    return false;
  if (material.client_store == nullptr) return true;
  if (SSL_set1_verify_cert_store(ssl, material.client_store.get()) != 1) return false;
  STACK_OF(X509_NAME)* names = SSL_dup_CA_list(material.client_names.get());
  if (names == nullptr) return false;
  SSL_set_client_CA_list(ssl, names);  // takes it
  SSL_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return true;
}

Result<std::shared_ptr<const Material>> MakeMaterial(const TlsOptions& options, const Files& files,
                                                     SSL_CTX* context) {
  auto material = std::make_shared<Material>();
  if (const Result<void> pair = AddServingPair(options, files, *material); !pair)
    return pair.error();
  if (files.client_ca) {
    const Result<void> ca = AddClientCa(options.client_ca_file, *files.client_ca, *material);
    if (!ca) return ca.error();
  }
  const Connection trial(SSL_new(context));
  if (trial == nullptr || !Apply(trial.get(), *material)) {
    return OpenSslError(options.cert_file + ": OpenSSL refuses it", Code::kInvalid);
  }
  return std::shared_ptr<const Material>(std::move(material));
}

// Versions, ciphers, curves: what does not change.
Result<Context> MakeContext(const TlsOptions& options) {
  const Result<int> version = TlsVersion(options.min_version);
  if (!version) return version.error();
  const Result<std::string> ciphers = CipherList(options.cipher_suites);
  if (!ciphers) return ciphers.error();
  const Result<std::string> groups = GroupsList(options.curves);
  if (!groups) return groups.error();
  Context context(SSL_CTX_new(TLS_server_method()));
  if (context == nullptr) return OpenSslError("SSL_CTX_new");
  SSL_CTX* c = context.get();
  SSL_CTX_set_options(c, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  // A resumed session skips the check of the client's certificate, which a new client CA may
  // refuse.
  if (!options.client_ca_file.empty()) {
    SSL_CTX_set_options(c, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(c, 0);
  }
  SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
  constexpr std::string_view kSessionContext =
      "promgate";  // without one, resumption with client certificates fails
  SSL_CTX_set_session_id_context(c, reinterpret_cast<const unsigned char*>(kSessionContext.data()),
                                 static_cast<unsigned>(kSessionContext.size()));
  SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                          SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(c, 1);  // one system call a record, not two
  const std::string list = ciphers->empty() ? kDefaultCiphers : *ciphers;
  if (SSL_CTX_set_min_proto_version(c, *version) != 1 ||
      SSL_CTX_set_cipher_list(c, list.c_str()) != 1 ||
      (!groups->empty() && SSL_CTX_set1_groups_list(c, groups->c_str()) != 1)) {
    return OpenSslError("TLS settings");
  }
  return context;
}

}  // namespace

struct TlsContext::State {
  TlsOptions options;
  Context context;
  TlsStats stats;

  Mutex reload_mutex;  // one reload at a time; handshakes do not wait for it
  Digest digest GUARDED_BY(reload_mutex);
  mutable Mutex mutex;
  std::shared_ptr<const Material> material GUARDED_BY(mutex);

  std::shared_ptr<const Material> Current() const {
    const MutexLock lock(mutex);
    return material;
  }

  static int OnHandshake(SSL* ssl, void* self) {
    return Apply(ssl, *static_cast<const State*>(self)->Current()) ? 1 : 0;
  }

  Result<bool> Load() REQUIRES(reload_mutex) {
    const std::shared_ptr<const Material> old = Current();
    const Result<Files> files = ReadFiles(options, old != nullptr && old->client_store != nullptr);
    if (!files) return files.error();
    Digest fresh_digest = DigestOf(*files);
    if (fresh_digest == digest) return false;
    Result<std::shared_ptr<const Material>> fresh = MakeMaterial(options, *files, context.get());
    if (!fresh) return fresh.error();
    const auto now = static_cast<int64_t>(std::time(nullptr));
    if (old != nullptr && (*fresh)->not_after < now && old->not_after >= now) {
      return FileError(options.cert_file, "expired");
    }
    digest = std::move(fresh_digest);
    const MutexLock lock(mutex);
    material = *std::move(fresh);
    return true;
  }
};

TlsContext::TlsContext(std::unique_ptr<State> state) : state_(std::move(state)) {}
TlsContext::~TlsContext() = default;

Result<std::shared_ptr<TlsContext>> TlsContext::Make(const TlsOptions& options) {
  Result<Context> context = MakeContext(options);
  if (!context) return context.error();
  auto state = std::make_unique<State>();
  state->options = options;
  state->context = *std::move(context);
  SSL_CTX_set_cert_cb(state->context.get(), State::OnHandshake, state.get());
  const std::shared_ptr<TlsContext> tls(new TlsContext(std::move(state)));
  if (const Result<bool> loaded = tls->Reload(); !loaded) return loaded.error();
  return tls;
}

Result<bool> TlsContext::Reload() {
  const MutexLock lock(state_->reload_mutex);
  ++state_->stats.reads;
  Result<bool> loaded = state_->Load();
  if (!loaded) ++state_->stats.read_errors;
  return loaded;
}

const TlsStats& TlsContext::stats() const {
  return state_->stats;
}
int64_t TlsContext::not_after() const {
  return state_->Current()->not_after;
}
ssl_ctx_st* TlsContext::native() const {
  return state_->context.get();
}

}  // namespace promgate
