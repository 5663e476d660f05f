package io.dodil.buildsecrets.model;

/// What keeps a spec from becoming a payload. Texts in here are written in the spec, are counts or
/// Unicode names of characters; nothing else comes from a Secret's data.
public sealed interface Problem {

  record SecretNotFound(String secret) implements Problem {}

  record SecretKeyNotFound(String secret, String key) implements Problem {}

  /// A Secret has neither a key for the user name nor one for the password.
  record LoginKeysNotFound(String secret, String usernameKey, String passwordKey)
      implements Problem {}

  record UsernameKeyNotFound(String secret, String key) implements Problem {}

  /// A Secret has no key for the client's id or secret.
  ///
  /// @param field of the spec that can name another one
  record ClientKeyNotFound(String secret, String key, String field) implements Problem {}

  record PasswordKeyNotFound(String secret, String key) implements Problem {}

  /// A Secret has none of the keys that hold docker configs.
  record DockerConfigNotFound(String secret) implements Problem {}

  /// A Secret has docker configs under several keys, and they differ.
  record DockerConfigsDiffer(String secret) implements Problem {}

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

  /// Values of keys that came from the data are of no use.
  ///
  /// @param others whether the Secret has usable ones too
  record InvalidValues(String secret, int count, ValueFlaw flaw, boolean others)
      implements Problem {}

  /// The user name that the spec itself holds for Git is of no use.
  record InvalidGitUsername(ValueFlaw flaw) implements Problem {}

  /// The user name that the spec itself holds for a registry is of no use.
  record InvalidRegistryUsername(String registry, ValueFlaw flaw) implements Problem {}

  /// A Secret holds nothing but empty values: something is going to fill it.
  record EmptySecret(String secret) implements Problem {}

  /// A Secret as a whole is of no use for what it is referenced for.
  record InvalidSecret(String secret, SecretFlaw flaw) implements Problem {}

  /// The entry of a docker config for a registry that the spec names has no user and password.
  record InvalidEntry(String secret, String registry, EntryFlaw flaw) implements Problem {}

  /// Entries of a docker config, taken as a whole, that name no user and password.
  ///
  /// @param others whether the docker config has usable ones too
  record InvalidEntries(String secret, int count, EntryFlaw flaw, boolean others)
      implements Problem {}

  /// Keys that came from the data and can't be build arguments.
  ///
  /// @param others whether the Secret has usable ones too, that can be listed instead
  /// @param prefix whether a prefix would make them names of build arguments
  record InvalidArgumentNames(String secret, int count, boolean others, boolean prefix)
      implements Problem {}

  /// A key that the spec lists and that can't be a build argument.
  ///
  /// @param prefix whether a prefix would make it the name of a build argument
  record InvalidArgumentName(String secret, String key, boolean prefix) implements Problem {}

  /// Two explicit registries that are one.
  record SameRegistryTwice(String registry, String other) implements Problem {}

  /// No entry of the docker config is exactly the registry, and several are nearly.
  record AmbiguousRegistry(String secret, String registry, int count) implements Problem {}

  /// Two sources hold the same key with different values, or one of them holds it twice.
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
