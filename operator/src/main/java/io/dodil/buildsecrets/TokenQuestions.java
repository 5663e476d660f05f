package io.dodil.buildsecrets;

import io.dodil.buildsecrets.auth.CredentialRef;
import io.dodil.buildsecrets.auth.TokenResult;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Credential.ClientCredentials;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.plan.Facts;
import io.dodil.buildsecrets.plan.Planner;
import io.dodil.buildsecrets.plan.TokenCheck;
import io.dodil.buildsecrets.push.HttpEndpoints;
import java.io.IOException;
import java.util.Optional;

/// Asks the token endpoints of the configuration for plans; one credential once.
final class TokenQuestions implements AutoCloseable {

  private final Settings settings;
  private final Planner planner;
  private final HttpEndpoints endpoints;
  private final Tokens tokens;
  private final Fingerprint.Key key = Fingerprint.Key.random();

  private TokenQuestions(Settings settings, Planner planner, HttpEndpoints endpoints) {
    var clock = new SystemClock();
    this.settings = settings;
    this.planner = planner;
    this.endpoints = endpoints;
    this.tokens = new Tokens(endpoints.tokens(), clock.steady(), () -> 0);
  }

  /// @throws IOException when the CA file can't be read
  static TokenQuestions open(Settings settings, Planner planner) throws IOException {
    // nothing may ever be saved through these
    var endpoints =
        HttpEndpoints.open(
            settings.calls(),
            Version.current(),
            () -> false,
            new SystemClock().wall(),
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
    var namespace = facts.resource().id().namespace();
    var name = facts.resource().spec().auth().secretName().orElseThrow();
    var presented =
        new Tokens.Presented(
            new ClientCredentials(id, secret), key.ofCredential(id, secret), "planned");
    return Optional.of(
        tokens.obtain(
            endpoint.orElseThrow(), new CredentialRef(url.get(), namespace, name), presented));
  }

  @Override
  public void close() {
    endpoints.close();
  }
}
