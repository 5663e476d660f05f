package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.api.v1alpha1.GitCredentials;
import io.dodil.buildsecrets.model.GitLogin;
import io.dodil.buildsecrets.model.Problem.InvalidSecret;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.SecretFlaw;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds `gitCredentials` of the request.
final class Git {

  private static final String SSH = "kubernetes.io/ssh-auth";

  /// Where Kubernetes, Argo CD, Flux and people keep SSH keys.
  private static final Set<String> SSH_KEYS =
      Set.of("ssh-privatekey", "sshprivatekey", "identity", "id_rsa", "id_ed25519", "id_ecdsa");

  private static final Pattern GITHUB_APP = Pattern.compile("(?i)github[-_.]?app[-_.]?.*");

  private Git() {}

  static Found<GitLogin> resolve(GitCredentials git, Secrets secrets) {
    return secrets.get(git.secretRef().name()).then(secret -> login(git, secret));
  }

  private static Found<GitLogin> login(GitCredentials git, SecretContent secret) {
    var passwordKey = Objects.requireNonNullElse(git.passwordKey(), "password");
    return (secret.data().containsKey(passwordKey) ? Optional.<SecretFlaw>empty() : other(secret))
        .<Found<GitLogin>>map(flaw -> Found.flawed(new InvalidSecret(secret.name(), flaw)))
        .orElseGet(
            () ->
                new LoginKeys(
                        Optional.empty(), git.username(), git.usernameKey(), git.passwordKey())
                    .in(secret, Form.GIT_USER, Form.GIT_PASSWORD, GitLogin::new));
  }

  /// What a Secret holds in place of a token.
  private static Optional<SecretFlaw> other(SecretContent secret) {
    var keys = secret.data().keySet();
    if (secret.type().equals(SSH)
        || keys.stream().anyMatch(key -> SSH_KEYS.contains(key.toLowerCase(Locale.ROOT)))) {
      return Optional.of(SecretFlaw.SSH_KEY);
    }
    return keys.stream().anyMatch(key -> GITHUB_APP.matcher(key).matches())
        ? Optional.of(SecretFlaw.GITHUB_APP)
        : Optional.empty();
  }
}
