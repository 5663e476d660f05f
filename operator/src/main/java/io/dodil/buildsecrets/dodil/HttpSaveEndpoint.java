package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveEndpoint;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import okhttp3.HttpUrl;
import okhttp3.Request;

/// SaveBuildSecrets over HTTP: `PUT {apiUrl}/v1/ignite/builds/secrets`.
final class HttpSaveEndpoint implements SaveEndpoint {

  private static final String PATH = "v1/ignite/builds/secrets";

  private final Transport transport;
  private final CallRates rates;
  private final BooleanSupplier maySend;

  HttpSaveEndpoint(Transport transport, CallRates rates, BooleanSupplier maySend) {
    this.transport = transport;
    this.rates = rates;
    this.maySend = maySend;
  }

  @Override
  public boolean awaitTurn(Endpoint endpoint) {
    return rates.awaitTurn(endpoint.name());
  }

  @Override
  public SaveAnswer save(Endpoint endpoint, Sensitive token, Sensitive body, String requestId) {
    if (!BearerToken.isSendable(token)) {
      return new SaveAnswer.NotAccepted(
          new Failure.TokenUnavailable(Optional.empty()),
          SaveAnswer.Certainty.NOT_SENT,
          Optional.empty());
    }
    var caller = new Transport.Caller(CallObserver.Call.SAVE, endpoint.name());
    var result =
        transport.exchange(caller, () -> request(endpoint, token, body), requestId, maySend);
    return transport.classified(caller, result, SaveClassification::of);
  }

  private static Request.Builder request(Endpoint endpoint, Sensitive token, Sensitive body) {
    return new Request.Builder()
        .url(HttpUrl.get(endpoint.apiUrl().toString()).newBuilder().addPathSegments(PATH).build())
        .header("Authorization", BearerToken.header(token))
        .put(new OneShotBody(OneShotBody.JSON, body));
  }
}
