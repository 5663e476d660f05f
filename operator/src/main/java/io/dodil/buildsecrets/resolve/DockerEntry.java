package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.EntryFlaw;
import io.dodil.buildsecrets.model.EntryFlaw.Plain;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.ValueFlaw;
import io.dodil.buildsecrets.resolve.RegistryLogin.Decoded;
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
    boolean hasIdentityToken = !field(fields, Field.IDENTITYTOKEN).isEmpty();
    return switch (auth.isEmpty() ? twoFields(fields) : RegistryLogin.decode(auth)) {
      case Decoded.Login _ when hasIdentityToken -> new Unusable(Plain.IDENTITY_TOKEN);
      case Decoded.Login(var login) -> new Usable(login);
      case Decoded.Unusable(var flaw) -> {
        var why = entryFlaw(flaw);
        yield new Unusable(hasIdentityToken && why == Plain.NO_LOGIN ? Plain.IDENTITY_TOKEN : why);
      }
    };
  }

  private static Decoded twoFields(Map<Field, Sensitive> fields) {
    var login = new RegistryLogin(field(fields, Field.USERNAME), field(fields, Field.PASSWORD));
    return login
        .flaw()
        .<Decoded>map(Decoded.Unusable::new)
        .orElseGet(() -> new Decoded.Login(login));
  }

  private static EntryFlaw entryFlaw(ValueFlaw flaw) {
    return switch (flaw) {
      case ValueFlaw.ForbiddenCharacter(var name) -> new EntryFlaw.ForbiddenCharacter(name);
      case ValueFlaw.Plain plain ->
          switch (plain) {
            case EMPTY, EMPTY_USER, HALF_A_LOGIN -> Plain.NO_LOGIN;
            case NOT_BASE64 -> Plain.NOT_BASE64;
            case NO_COLON -> Plain.NO_COLON;
            case ENCODED_TWICE -> Plain.ENCODED_TWICE;
            case NOT_UTF8, NOT_ASCII, BEARER_PREFIX, TOKEN_TOO_LONG -> Plain.NOT_UNICODE;
          };
    };
  }

  private static Sensitive field(Map<Field, Sensitive> fields, Field field) {
    return fields.getOrDefault(field, Sensitive.of(""));
  }
}
