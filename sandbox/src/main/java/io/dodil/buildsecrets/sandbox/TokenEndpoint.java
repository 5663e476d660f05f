package io.dodil.buildsecrets.sandbox;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keycloak's token endpoint for client credentials.
final class TokenEndpoint implements Handler {

  static final String PATH = "/realms/dodil/protocol/openid-connect/token";

  private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

  private final TokenDecision desk;
  private final Accounts accounts;
  private final FaultQueue<TokenFault> faults;
  private final FaultReplies play;
  private final ReplyWriter wire;
  private final History<TokenCall> calls;

  TokenEndpoint(
      TokenDecision desk, Accounts accounts, Faults faults, Pause pause, History<TokenCall> calls) {
    this.desk = desk;
    this.accounts = accounts;
    this.faults = faults.ofToken();
    this.play = new FaultReplies(pause);
    this.wire = new ReplyWriter(pause);
    this.calls = calls;
  }

  @Override
  public void handle(Context http) throws IOException {
    var arrival = Arrival.of(http);
    var call = new TokenExchange(http);
    var account = accounts.find(call.request.client());
    var client = account.map(a -> a.client().id()).orElse("");
    var scope = desk.scope(call.request);
    var fault = faults.take(account.map(a -> a.organization().name()).orElse(""));
    var type = fault.map(TokenFault::type).orElse("");
    Reply reply;
    try {
      reply = reply(fault, call);
    } catch (IOException e) {
      record(new TokenCall(arrival, client, scope, 0, "the caller went away", type));
      throw e;
    }
    record(new TokenCall(arrival, client, scope, reply.status(), reply.outcome(), type));
    wire.send(reply, http);
  }

  private Reply reply(Optional<TokenFault> fault, TokenExchange call) throws IOException {
    if (fault.isEmpty()) {
      return new Reply.Send(call.process());
    }
    return switch (fault.get()) {
      case Fault common -> play.play(common, call);
      case TokenFault.Own own -> new Reply.Send(desk.answer(call.request, own));
    };
  }

  private void record(TokenCall call) {
    calls.add(call);
    LOG.atInfo()
        .addKeyValue("client", call.client())
        .addKeyValue("scope", call.scope())
        .addKeyValue("status", call.status())
        .addKeyValue("outcome", call.outcome())
        .addKeyValue("fault", call.fault())
        .log("token");
  }

  private final class TokenExchange extends Exchange {

    private final TokenRequest request;

    TokenExchange(Context http) throws IOException {
      super(http);
      var form = new String(body(), StandardCharsets.UTF_8);
      request = TokenRequest.parse(form, header("Authorization"));
    }

    @Override
    Answer process() {
      return hasMediaType("application/x-www-form-urlencoded")
          ? desk.answer(request)
          : Answer.json(Map.of("error", "HTTP 415 Unsupported Media Type"), "no form")
              .withStatus(415);
    }
  }
}
