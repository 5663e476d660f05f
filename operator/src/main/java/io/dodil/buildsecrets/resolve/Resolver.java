package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.api.v1alpha1.Auth;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Credential.ClientCredentials;
import io.dodil.buildsecrets.model.Credential.StaticToken;
import io.dodil.buildsecrets.model.GitLogin;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.Payload;
import io.dodil.buildsecrets.model.Problem.ClientKeyNotFound;
import io.dodil.buildsecrets.model.Problem.EmptyPayload;
import io.dodil.buildsecrets.model.Problem.RequestTooLarge;
import io.dodil.buildsecrets.model.Problem.UnknownAuth;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.resolve.Resolution.Unresolved;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the request of a spec from the Secrets it names. Pure.
public final class Resolver {

  private final Optional<LabelSelector> allowed;
  private final long maxPayload;

  /// With the limits of this operator.
  ///
  /// @param allowed only Secrets with such labels may be referenced
  /// @param maxPayload of the request, in bytes
  public Resolver(Optional<LabelSelector> allowed, long maxPayload) {
    this.allowed = allowed;
    this.maxPayload = maxPayload;
  }

  /// The payload of a spec, or every problem in spec order.
  ///
  /// @param secrets those of the referenced Secrets that exist, by name
  public Resolution resolve(BuildSecretsSpec spec, Map<String, SecretContent> secrets) {
    var found = new Secrets(secrets, allowed);
    var problems = new Problems();
    var registries = Registries.resolve(spec, found, problems).values();
    var git = git(spec, found, problems);
    var arguments = BuildArguments.resolve(spec, found, problems).values();
    var payload = new Payload(registries, git, arguments);
    if (problems.all().isEmpty() && payload.isEmpty()) {
      problems.add(new EmptyPayload());
    }
    var all = problems.all();
    return all.isEmpty() ? withinLimit(payload) : new Unresolved(all);
  }

  /// What of the set can be resolved, where it is from, and what the problems are about: no values.
  ///
  /// @param secrets those of the referenced Secrets that exist, by name
  public Outline outline(BuildSecretsSpec spec, Map<String, SecretContent> secrets) {
    var found = new Secrets(secrets, allowed);
    var problems = new Problems();
    var git = Optional.ofNullable(spec.gitCredentials()).map(Origin::of);
    var registries = Registries.resolve(spec, found, problems).origins(Origin.registries(spec));
    var login = git.filter(_ -> git(spec, found, problems).isPresent());
    var arguments =
        BuildArguments.resolve(spec, found, problems).origins(Origin.buildSecrets(spec));
    problems.addAll(find(spec.auth(), found).problems());
    problems.all().forEach(p -> problems.add(p, found.inPlaceOfWhatIsMissing(p)));
    return new Outline(registries, login, arguments, problems.names());
  }

  /// The credential of a spec.
  ///
  /// @param secrets those of the referenced Secrets that exist, by name
  public CredentialResolution credential(Auth auth, Map<String, SecretContent> secrets) {
    return switch (find(auth, new Secrets(secrets, allowed))) {
      case Found.Present<Credential>(var credential) ->
          new CredentialResolution.Resolved(credential);
      case Found.Absent<Credential>(var problems) -> new CredentialResolution.Unresolved(problems);
      case Found.Flawed<Credential>(var problems) -> new CredentialResolution.Unresolved(problems);
    };
  }

  private Resolution withinLimit(Payload payload) {
    return payload
        .canonicalJson(maxPayload)
        .<Resolution>map(body -> new Resolution.Resolved(payload, body))
        .orElseGet(() -> new Unresolved(List.of(new RequestTooLarge(maxPayload))));
  }

  private static Optional<GitLogin> git(BuildSecretsSpec spec, Secrets secrets, Problems problems) {
    var git = spec.gitCredentials();
    if (git == null) {
      return Optional.empty();
    }
    var found = Git.resolve(git, secrets);
    if (found instanceof Found.Present<GitLogin>(var login)) {
      return Optional.of(login);
    }
    if (!(found instanceof Found.Absent && git.secretRef().mayBeAbsent())) {
      problems.addAll(found.problems());
    }
    return Optional.empty();
  }

  private static Found<Credential> find(Auth auth, Secrets secrets) {
    var client = auth.clientCredentials();
    if (client != null) {
      return secrets
          .get(client.secretRef().name())
          .then(
              secret ->
                  clientKey(secret, client.idKey(), "clientIDKey")
                      .and(
                          clientKey(secret, client.secretKey(), "clientSecretKey"),
                          ClientCredentials::new));
    }
    var token = auth.token();
    if (token == null) {
      return Found.flawed(new UnknownAuth());
    }
    var ref = token.secretKeyRef();
    return secrets
        .get(ref.name())
        .then(secret -> Secrets.value(secret, ref.key(), Form.BEARER_TOKEN))
        .then(value -> Found.present(new StaticToken(value)));
  }

  private static Found<Sensitive> clientKey(SecretContent secret, String key, String field) {
    return Secrets.value(secret, key, Form.CLIENT_CREDENTIAL)
        .orAbsent(new ClientKeyNotFound(secret.name(), key, field));
  }
}
