package io.dodil.buildsecrets.sandbox;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns a fault and the call that met it into what happens on the wire.
final class FaultReplies {

  private final Pause pause;

  FaultReplies(Pause pause) {
    this.pause = pause;
  }

  Reply play(Fault fault, Exchange call) throws IOException {
    return switch (fault) {
      case Fault.Respond respond -> new Reply.Send(respond(respond, call));
      case Fault.Redirect redirect -> new Reply.Send(redirect(redirect));
      case Fault.SuccessFlag flag -> new Reply.Send(success(flag));
      case Fault.Wrapped() -> new Reply.Send(wrapped(call.process()));
      case Fault.ContentType(var type) -> new Reply.Send(named(call.process(), type));
      case Fault.Delay(var time) -> new Reply.Send(call.process(), time);
      case Fault.StoreLate late -> storeLate(late, call);
      case Fault.NeverAnswer(var stored) -> processed(stored, call, new Reply.Hang());
      case Fault.ResetAfterStore() -> processed(true, call, new Reply.Reset());
      case Fault.ResetBeforeBody() -> new Reply.Reset();
      case Fault.ResetAfterBody() -> processed(false, call, new Reply.Reset());
      case Fault.HugeBody(var bytes) -> new Reply.Flood(bytes, false, false);
      case Fault.EndlessBody() -> new Reply.Flood(Long.MAX_VALUE, false, true);
      case Fault.GzipBomb(var bytes) -> new Reply.Flood(bytes, true, false);
    };
  }

  private static Answer respond(Fault.Respond fault, Exchange call) throws IOException {
    if (fault.stored()) {
      call.process();
    }
    var standard = Answer.grpc(fault.status(), "a fault of the sandbox");
    var usual = fault.status() < 400 ? "" : standard.body();
    var body = fault.body() == null ? usual : fault.body();
    var own = fault.headers() == null ? Map.<String, String>of() : fault.headers();
    var echo = fault.echo() ? echo(call) : Map.<String, String>of();
    return new Answer(
        fault.status(),
        with(with(standard.headers(), echo), own),
        fault.echo() ? body + "\n" + call.echo() : body,
        standard.outcome());
  }

  /// In every header that callers look at.
  private static Map<String, String> echo(Exchange call) throws IOException {
    var echo = call.headerEcho();
    var headers = new HashMap<String, String>();
    List.of("X-Echo", "Location", "Retry-After", "WWW-Authenticate")
        .forEach(name -> headers.put(name, echo));
    headers.put("Content-Type", "text/plain; echo=" + echo);
    return headers;
  }

  private static Answer redirect(Fault.Redirect fault) {
    return new Answer(fault.status(), Map.of("Location", fault.location()), "", "redirected");
  }

  private static Answer success(Fault.SuccessFlag fault) {
    Map<String, ?> body =
        switch (fault.value()) {
          case MISSING -> Map.of();
          case FALSE -> Map.of("success", false);
          case TEXT -> Map.of("success", "true");
        };
    return Answer.json(body, "no success");
  }

  private static Answer wrapped(Answer answer) {
    return answer.status() == 200
        ? answer.withBody("{\"data\":" + answer.body() + ",\"status\":\"success\"}")
        : answer;
  }

  private static Answer named(Answer answer, String contentType) {
    var headers = with(answer.headers(), Map.of("Content-Type", contentType));
    return new Answer(answer.status(), headers, answer.body(), answer.outcome());
  }

  private Reply storeLate(Fault.StoreLate fault, Exchange call) throws IOException {
    // Read now: later there may be nobody to read from.
    call.body();
    return pause.during(fault.time()) ? new Reply.Send(call.process()) : new Reply.Reset();
  }

  private static Reply processed(boolean stored, Exchange call, Reply reply) throws IOException {
    call.body();
    if (stored) {
      call.process();
    }
    return reply;
  }

  private static Map<String, String> with(Map<String, String> headers, Map<String, String> more) {
    var all = new HashMap<>(headers);
    all.putAll(more);
    return all;
  }
}
