package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.api.v1alpha1.GitCredentials;
import io.dodil.buildsecrets.model.GitLogin;
import io.dodil.buildsecrets.model.Problem.InvalidGitUsername;
import io.dodil.buildsecrets.model.Problem.InvalidSecret;
import io.dodil.buildsecrets.model.Problem.SecretFlaw;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.Objects;

/// Finds `gitCredentials` of the request.
final class Git {

  private static final String SSH = "kubernetes.io/ssh-auth";

  private Git() {}

  static Found<GitLogin> resolve(GitCredentials git, Secrets secrets) {
    return secrets.get(git.secretRef().name()).then(secret -> login(git, secret));
  }

  private static Found<GitLogin> login(GitCredentials git, SecretContent secret) {
    if (secret.type().equals(SSH)) {
      return Found.flawed(new InvalidSecret(secret.name(), SecretFlaw.SSH_KEY));
    }
    var passwordKey = Objects.requireNonNullElse(git.passwordKey(), "password");
    var password = Secrets.value(secret, passwordKey, Form.GIT_LOGIN);
    var literal = git.username();
    if (literal != null) {
      var user = literal(literal);
      // the spec's own text is no half of a Secret's login: without password there is no login
      return user instanceof Found.Present<Sensitive>(var name)
          ? password.then(token -> Found.present(new GitLogin(name, token)))
          : user.and(password, GitLogin::new);
    }
    var usernameKey = Objects.requireNonNullElse(git.usernameKey(), "username");
    return Secrets.value(secret, usernameKey, Form.GIT_LOGIN).and(password, GitLogin::new);
  }

  private static Found<Sensitive> literal(String username) {
    var name = Form.GIT_LOGIN.trimmed(Sensitive.of(username));
    return Form.GIT_LOGIN
        .flaw(name)
        .<Found<Sensitive>>map(flaw -> Found.flawed(new InvalidGitUsername(flaw)))
        .orElseGet(() -> Found.present(name));
  }
}
