package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.auth.TokenEndpoint;
import io.dodil.buildsecrets.model.Credential.ClientCredentials;
import io.dodil.buildsecrets.model.Endpoint;
import java.net.URI;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.Request;

/// OAuth 2.0 client credentials over HTTP (RFC 6749, 4.4), the client's own in the form.
final class HttpTokenEndpoint implements TokenEndpoint {

  private final Transport transport;
  private final CallRates rates;

  HttpTokenEndpoint(Transport transport, CallRates rates) {
    this.transport = transport;
    this.rates = rates;
  }

  @Override
  public TokenAnswer request(Endpoint endpoint, ClientCredentials credential) {
    var url = endpoint.tokenUrl();
    if (url.isEmpty()) {
      return TokenClassification.unavailable();
    }
    if (!rates.awaitTurn(endpoint.name())) {
      return new TokenAnswer.NotSent();
    }
    var caller = new Transport.Caller(CallObserver.Call.TOKEN, endpoint.name());
    var result =
        transport.exchange(
            caller,
            () -> request(url.get(), endpoint.tokenScope(), credential),
            UUID.randomUUID().toString(),
            // a token changes nothing over there, so it may be asked for at any time
            () -> true);
    return transport.classified(caller, result, TokenClassification::of);
  }

  private static Request.Builder request(URI url, String scope, ClientCredentials credential) {
    var form =
        new FormBody()
            .with("grant_type", "client_credentials")
            .with("client_id", credential.id())
            .with("client_secret", credential.secret());
    if (!scope.isEmpty()) {
      form.with("scope", scope);
    }
    return new Request.Builder()
        .url(HttpUrl.get(url.toString()))
        .post(new OneShotBody(OneShotBody.FORM, form.content()));
  }
}
