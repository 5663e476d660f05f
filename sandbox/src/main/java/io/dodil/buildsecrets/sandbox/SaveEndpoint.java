package io.dodil.buildsecrets.sandbox;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `PUT /v1/ignite/builds/secrets`.
final class SaveEndpoint implements Handler {

  static final String PATH = "/v1/ignite/builds/secrets";

  private static final Logger LOG = LoggerFactory.getLogger(SaveEndpoint.class);

  private final Issuer issuer;
  private final Store store;
  private final FaultQueue<Fault> faults;
  private final FaultReplies play;
  private final ReplyWriter wire;
  private final History<SaveCall> calls;
  private final String requiredScope;

  SaveEndpoint(SandboxParts parts) {
    this.issuer = parts.issuer();
    this.store = parts.store();
    this.faults = parts.faults().ofSave();
    this.play = new FaultReplies(parts.pause());
    this.wire = new ReplyWriter(parts.pause());
    this.calls = parts.saveCalls();
    this.requiredScope = parts.requiredScope();
  }

  @Override
  public void handle(Context http) throws IOException {
    var call = new SaveExchange(http);
    var organization = call.caller.organization();
    var scope = call.caller.scope();
    var fault = faults.take(organization);
    var type = fault.map(Fault::type).orElse("");
    Reply reply;
    try {
      reply = reply(fault, call);
    } catch (IOException e) {
      record(new SaveCall(call.arrival, organization, scope, 0, "the caller went away", type));
      throw e;
    }
    record(new SaveCall(call.arrival, organization, scope, reply.status(), reply.outcome(), type));
    wire.send(reply, http);
  }

  private Reply reply(Optional<Fault> fault, Exchange call) throws IOException {
    if (!(fault.orElse(null) instanceof Fault.ResetBeforeBody)) {
      call.body();
    }
    return fault.isPresent() ? play.play(fault.get(), call) : new Reply.Send(call.process());
  }

  private void record(SaveCall call) {
    calls.add(call);
    LOG.atInfo()
        .addKeyValue("organization", call.organization())
        .addKeyValue("status", call.status())
        .addKeyValue("outcome", call.outcome())
        .addKeyValue("fault", call.fault())
        .log("save");
  }

  private final class SaveExchange extends Exchange {

    private final Arrival arrival;
    private final Caller caller;

    SaveExchange(Context http) {
      super(http);
      arrival = Arrival.of(http);
      caller = issuer.caller(header("Authorization"));
    }

    @Override
    void received(byte[] whole) {
      store.received(
          new Received(caller.organization(), new String(whole, StandardCharsets.UTF_8)));
    }

    @Override
    Answer process() throws IOException {
      return switch (caller) {
        case Caller.Unknown(var why) -> Answer.grpc(401, why);
        case Caller.Known(var grant) -> process(grant);
      };
    }

    private Answer process(Grant grant) throws IOException {
      if (grant.organizations().size() != 1) {
        return Answer.grpc(403, "the token names more than one organization");
      }
      if (!requiredScope.isEmpty() && !grant.scopes().contains(requiredScope)) {
        return Answer.grpc(403, "the token was asked for with another scope");
      }
      if (grant.organizations().getFirst().forbidden()) {
        return Answer.grpc(403, "the organization may not save build secrets");
      }
      if (!hasMediaType("application/json")) {
        return Answer.grpc(415, "Content-Type must be application/json");
      }
      return http().req().getContentLengthLong() > LIMIT || body().length > LIMIT
          ? Answer.grpc(413, "the body is larger than " + LIMIT + " bytes")
          : store(grant.client());
    }

    private Answer store(String client) throws IOException {
      try {
        var sent = SaveRequest.parse(body());
        store.save(new Save(arrival, caller.organization(), client, sent));
        return Answer.json(Map.of("success", true), "saved");
      } catch (SaveRequest.Invalid e) {
        return Answer.grpc(400, e.reason());
      }
    }
  }
}
