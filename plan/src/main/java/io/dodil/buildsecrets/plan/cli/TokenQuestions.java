package io.dodil.buildsecrets.plan.cli;

import io.dodil.buildsecrets.app.SystemTimeSource;
import io.dodil.buildsecrets.app.Version;
import io.dodil.buildsecrets.auth.CredentialRef;
import io.dodil.buildsecrets.auth.HeldToken.SecretSource;
import io.dodil.buildsecrets.auth.TokenResult;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.dodil.HttpEndpoints;
import io.dodil.buildsecrets.model.Credential.ClientCredentials;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.plan.Facts;
import io.dodil.buildsecrets.plan.Planner;
import io.dodil.buildsecrets.plan.TokenCheck;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/// Asks the token endpoints of the configuration for plans; one credential once.
final class TokenQuestions implements AutoCloseable {

  /// A plan reads each Secret once: there are no versions to tell apart.
  private static final SecretSource PLANNED = new SecretSource("planned", "planned");

  private final Settings settings;
  private final Planner planner;
  private final HttpEndpoints endpoints;
  private final Tokens tokens;
  private final Fingerprint.Key key = Fingerprint.Key.random();

  private TokenQuestions(Settings settings, Planner planner, HttpEndpoints endpoints) {
    var clock = new SystemTimeSource();
    this.settings = settings;
    this.planner = planner;
    this.endpoints = endpoints;
    this.tokens = new Tokens(endpoints.tokens(), clock.monotonic(), () -> 0);
  }

  /// @throws IOException when the CA file can't be read
  static TokenQuestions open(Settings settings, Planner planner) throws IOException {
    // nothing may ever be saved through these
    var endpoints =
        HttpEndpoints.open(
            settings.calls(),
            Version.current(),
            () -> false,
            new SystemTimeSource().wall(),
            (_, _, _, _) -> {});
    return new TokenQuestions(settings, planner, endpoints);
  }

  Facts ask(Facts facts) {
    return facts.with(
        check(facts).<TokenCheck>map(TokenCheck.Asked::new).orElseGet(TokenCheck.Impossible::new));
  }

  private Optional<TokenResult> check(Facts facts) {
    var endpoint = settings.endpoint(facts.resource().spec().endpoint());
    var url = endpoint.flatMap(e -> e.tokenUrl());
    var credential = planner.credential(facts);
    if (url.isEmpty()
        || !(credential.orElse(null) instanceof ClientCredentials(var id, var secret))) {
      return Optional.empty();
    }
    var scope = endpoint.orElseThrow().tokenScope();
    var auth = Objects.requireNonNull(facts.resource().spec().auth().clientCredentials());
    var ref =
        new CredentialRef(
            url.get(),
            scope,
            facts.resource().id().namespace(),
            auth.secretRef().name(),
            auth.idKey(),
            auth.secretKey());
    var presented =
        new Tokens.Presented(
            new ClientCredentials(id, secret),
            key.ofAccount(url.get(), scope, id, secret),
            PLANNED);
    return Optional.of(tokens.obtain(endpoint.orElseThrow(), ref, presented));
  }

  @Override
  public void close() {
    endpoints.close();
  }
}
