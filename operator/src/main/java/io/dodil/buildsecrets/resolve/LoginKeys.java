package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Problem.InvalidGitUsername;
import io.dodil.buildsecrets.model.Problem.InvalidRegistryUsername;
import io.dodil.buildsecrets.model.Problem.LoginKeysNotFound;
import io.dodil.buildsecrets.model.Problem.PasswordKeyNotFound;
import io.dodil.buildsecrets.model.Problem.UsernameKeyNotFound;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.ValueFlaw;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Finds user name and token in two keys of a Secret, or the user name in the spec itself.
///
/// @param registry empty for Git
/// @param username written in the spec
/// @param usernameKey if not "username"
/// @param passwordKey if not "password"
record LoginKeys(
    Optional<String> registry,
    @Nullable String username,
    @Nullable String usernameKey,
    @Nullable String passwordKey) {

  /// Both, or all that is wrong. Half a login in a Secret is a flaw; where the spec holds the user
  /// name, there is no login without a token.
  <R> Found<R> in(
      SecretContent secret, Form user, Form token, BiFunction<Sensitive, Sensitive, R> login) {
    var tokenKey = Objects.requireNonNullElse(passwordKey, "password");
    var password =
        Secrets.value(secret, tokenKey, token)
            .orAbsent(new PasswordKeyNotFound(secret.name(), tokenKey));
    if (username != null) {
      var name = literal(user, username);
      return name instanceof Found.Present<Sensitive>(var known)
          ? password.then(found -> Found.present(login.apply(known, found)))
          : name.and(password, login);
    }
    var userKey = Objects.requireNonNullElse(usernameKey, "username");
    var name =
        Secrets.value(secret, userKey, user)
            .orAbsent(new UsernameKeyNotFound(secret.name(), userKey));
    return name instanceof Found.Absent && password instanceof Found.Absent
        ? Found.absent(new LoginKeysNotFound(secret.name(), userKey, tokenKey))
        : name.and(password, login);
  }

  private Found<Sensitive> literal(Form form, String text) {
    var name = form.trimmed(Sensitive.of(text));
    return form.flaw(name)
        .<Found<Sensitive>>map(flaw -> Found.flawed(invalid(flaw)))
        .orElseGet(() -> Found.present(name));
  }

  private Problem invalid(ValueFlaw flaw) {
    return registry
        .<Problem>map(name -> new InvalidRegistryUsername(name, flaw))
        .orElseGet(() -> new InvalidGitUsername(flaw));
  }
}
