package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Problem.EntryFlaw;
import io.dodil.buildsecrets.model.Problem.ValueFlaw;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// One registry's entry of a docker config.
sealed interface DockerEntry {

  record Usable(RegistryLogin login) implements DockerEntry {}

  record Unusable(EntryFlaw flaw) implements DockerEntry {}

  /// The fields that are looked at; `email` for its type only, as Kubernetes does.
  enum Field {
    USERNAME,
    PASSWORD,
    AUTH,
    EMAIL,
    IDENTITYTOKEN;

    /// Regardless of case, as Go reads JSON.
    static Optional<Field> of(String name) {
      return Arrays.stream(values()).filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
    }
  }

  /// An identity token wins over a login beside it, as in the docker CLI, so such an entry can't be
  /// sent as `user:token`; `auth` wins over user name and password.
  static DockerEntry of(Map<Field, Sensitive> fields) {
    var auth = field(fields, Field.AUTH);
    var login =
        auth.isEmpty()
            ? Optional.of(
                new RegistryLogin(field(fields, Field.USERNAME), field(fields, Field.PASSWORD)))
            : RegistryLogin.decode(auth);
    if (login.isEmpty()) {
      return new Unusable(EntryFlaw.MALFORMED);
    }
    if (!field(fields, Field.IDENTITYTOKEN).isEmpty()) {
      return new Unusable(EntryFlaw.IDENTITY_TOKEN);
    }
    var flaw = login.get().flaw().map(DockerEntry::entryFlaw);
    return flaw.isPresent() ? new Unusable(flaw.get()) : new Usable(login.get());
  }

  private static EntryFlaw entryFlaw(ValueFlaw flaw) {
    return switch (flaw) {
      case EMPTY -> EntryFlaw.NO_LOGIN;
      case NOT_UTF8, ILLEGAL_CHARACTER, NOT_BASE64_LOGIN, TOKEN_TOO_LONG -> EntryFlaw.MALFORMED;
    };
  }

  private static Sensitive field(Map<Field, Sensitive> fields, Field field) {
    return fields.getOrDefault(field, Sensitive.of(""));
  }
}
