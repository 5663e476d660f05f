package io.dodil.buildsecrets.model;

/// What keeps a spec from becoming a payload. Texts in here are written in the spec or are counts;
/// nothing comes from a Secret's data.
public sealed interface Problem {

  record SecretNotFound(String secret) implements Problem {}

  record SecretKeyNotFound(String secret, String key) implements Problem {}

  /// A docker config has no entry for a registry that the spec names.
  record RegistryEntryNotFound(String secret, String registry) implements Problem {}

  record SecretForbidden(String secret, Ban ban) implements Problem {}

  /// Why a Secret may not be referenced.
  enum Ban {
    /// of a type that belongs to the cluster, such as a service account's token
    TYPE,
    /// its labels don't match the configured selector
    SELECTOR
  }

  /// A value of one key is of no use.
  record InvalidValue(String secret, String key, ValueFlaw flaw) implements Problem {}

  /// What is wrong with a value.
  enum ValueFlaw {
    NOT_UTF8,
    EMPTY,
    /// control characters, or a colon in a user name that is sent as `user:token`
    ILLEGAL_CHARACTER,
    NOT_BASE64_LOGIN,
    TOKEN_TOO_LONG
  }

  /// Values of keys that came from the data are of no use.
  record InvalidValues(String secret, int count, ValueFlaw flaw) implements Problem {}

  /// The user name that the spec itself holds for Git is of no use.
  record InvalidGitUsername(ValueFlaw flaw) implements Problem {}

  /// A Secret as a whole is of no use for what it is referenced for.
  record InvalidSecret(String secret, SecretFlaw flaw) implements Problem {}

  /// What is wrong with a Secret.
  enum SecretFlaw {
    NOT_A_DOCKER_CONFIG,
    DOCKER_CONFIG_MALFORMED,
    DOCKER_CONFIG_HELPERS_ONLY,
    SSH_KEY
  }

  /// The entry of a docker config for a registry that the spec names has no user and password.
  record InvalidEntry(String secret, String registry, EntryFlaw flaw) implements Problem {}

  /// Entries of a docker config, taken as a whole, that name no user and password.
  record InvalidEntries(String secret, int count, EntryFlaw flaw) implements Problem {}

  /// What is wrong with entries of a docker config.
  enum EntryFlaw {
    MALFORMED,
    IDENTITY_TOKEN,
    NO_LOGIN,
    EMPTY_REGISTRY
  }

  /// Keys that came from the data and can't be build arguments.
  record InvalidArgumentNames(String secret, int count) implements Problem {}

  /// Two explicit registries that are one.
  record SameRegistryTwice(String registry, String other) implements Problem {}

  /// No entry of the docker config is exactly the registry, and several are nearly.
  record AmbiguousRegistry(String secret, String registry, int count) implements Problem {}

  /// Two sources hold the same key with different values.
  record ConflictingSources(String secret, String other, Group group) implements Problem {}

  /// A group of the payload.
  enum Group {
    REGISTRIES,
    BUILD_SECRETS
  }

  /// An expansion of this Secret comes out empty.
  record EmptyExpansion(String secret, Group group) implements Problem {}

  /// The spec's credential is of a kind that this version does not know.
  record UnknownAuth() implements Problem {}

  /// Nothing is left to send.
  record EmptyPayload() implements Problem {}

  /// The request would be too large; the limit in bytes.
  record RequestTooLarge(long limit) implements Problem {}

  /// The Secrets of the resource are too large together; the limit in bytes.
  record SecretsTooLarge(long limit) implements Problem {}
}
