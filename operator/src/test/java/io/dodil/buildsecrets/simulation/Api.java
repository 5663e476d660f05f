package io.dodil.buildsecrets.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.Party;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The other side: what each organization holds, and what may still arrive.
final class Api {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// What an organization holds.
  record Held(String body) {}

  /// A save under way.
  ///
  /// @param target `api|organization`, the organization being the token's
  record Call(
      Operator operator,
      Frame frame,
      String target,
      String body,
      String credential,
      Instant begun) {}

  /// While a call of unknown outcome may be applied.
  private record Danger(Instant begin, Instant end) {}

  private record Late(Instant at, Call call) {}

  final Map<String, Held> held = new TreeMap<>();
  private final List<Late> late = new ArrayList<>();
  private final Map<String, Instant> doubtful = new HashMap<>();
  private final Map<String, Danger> dangers = new HashMap<>();

  /// When what was accepted last was begun.
  private final Map<String, Instant> paid = new HashMap<>();

  private final Simulation world;
  private Optional<String> lastSender = Optional.empty();

  Api(Simulation world) {
    this.world = world;
  }

  SaveAnswer save(Operator process, Endpoint endpoint, Sensitive token, Sensitive body) {
    if (!process.maySave()) {
      return new SaveAnswer.NotAllowed();
    }
    var frame = world.frame();
    var known = world.idp.token(text(token));
    var organization =
        known
            .map(t -> String.join(",", t.organizations()))
            .orElseGet(() -> frame.cached.want().organization());
    var credential = known.map(Idp.Token::credential).orElse("nobody's");
    var call =
        new Call(
            process,
            frame,
            endpoint.apiUrl() + "|" + organization,
            text(body),
            credential,
            world.steady());
    lastSender = Optional.of(frame.cached.path());
    world.trace.saves++;
    world.trace.add("  [%d] PUT %s %s".formatted(process.number, call.target, call.body));
    process.judge.putStarts(call, known.filter(t -> t.account().opaque).isPresent());
    var answer = world.within(TIMEOUT.minusSeconds(1), () -> answer(call, known));
    world.trace.add("  [%d] PUT %s: %s".formatted(process.number, call.target, answer));
    process.judge.putEnds(call, answer);
    return answer;
  }

  private SaveAnswer answer(Call call, Optional<Idp.Token> token) {
    takesTime();
    try {
      world.meanwhile();
    } catch (Stop.Died died) {
      leaveBehind(call);
      throw died;
    }
    var answer = outcome(call, token);
    world.meanwhile();
    if (call.operator.draining && world.chance(50)) {
      // cut off at the end of the process
      endanger(call);
      return unclear(new Failure.OutcomeUnknown(), Optional.empty());
    }
    return answer;
  }

  private SaveAnswer outcome(Call call, Optional<Idp.Token> token) {
    if (token.filter(t -> t.isGood(world.steady())).isEmpty()) {
      return refused(new Failure.AuthenticationFailed(Party.API, 401));
    }
    if (!token.get().account().permitted) {
      return refused(new Failure.PermissionDenied());
    }
    if (world.chance(world.faultPercent)) {
      world.trace.faults++;
      return fault(call);
    }
    apply(call);
    if (call.operator.leads) {
      paid.put(call.target, call.begun);
    }
    return new SaveAnswer.Accepted();
  }

  private SaveAnswer fault(Call call) {
    int kind = world.pick(15);
    if (kind >= 9) {
      leaveBehind(call);
    }
    return switch (kind) {
      case 0 -> refused(new Failure.ApiUnavailable(Optional.empty()));
      case 1 -> refused(new Failure.TlsFailure(Party.API));
      case 2 -> nothing(new Failure.RateLimited(Party.API), retryAfter());
      case 3 -> refused(new Failure.PayloadRejected(422));
      case 4 -> refused(new Failure.RedirectRejected(Party.API, 302));
      case 5 -> refused(new Failure.UnexpectedResponse(404));
      case 6 -> nothing(new Failure.ApiUnavailable(Optional.of(501)), retryAfter());
      case 7 -> refused(new Failure.AuthenticationFailed(Party.API, 401));
      case 8 -> refused(new Failure.ProxyFailed(Party.API, Failure.ProxyFault.LOGIN_REFUSED));
      case 9, 10 -> unclear(new Failure.ApiUnavailable(Optional.of(503)), retryAfter());
      case 11 -> unclear(new Failure.ApiUnavailable(Optional.of(409)), Optional.empty());
      case 12 -> unclear(new Failure.SaveNotConfirmed(200), Optional.empty());
      default -> unclear(new Failure.OutcomeUnknown(), Optional.empty());
    };
  }

  private static SaveAnswer refused(Failure failure) {
    return nothing(failure, Optional.empty());
  }

  private static SaveAnswer nothing(Failure failure, Optional<Duration> retryAfter) {
    return new SaveAnswer.NotAccepted(failure, Certainty.NOTHING_SAVED, retryAfter);
  }

  private static SaveAnswer unclear(Failure failure, Optional<Duration> retryAfter) {
    return new SaveAnswer.NotAccepted(failure, Certainty.UNCLEAR, retryAfter);
  }

  private Optional<Duration> retryAfter() {
    return switch (world.pick(4)) {
      case 0 -> Optional.of(Duration.ofSeconds(1 + world.pick(20)));
      case 1 -> Optional.of(Duration.ofSeconds(1 + world.pick(1500)));
      default -> Optional.empty();
    };
  }

  Optional<String> lastSender() {
    return lastSender;
  }

  private void endanger(Call call) {
    var end = world.steady().plus(TIMEOUT);
    doubtful.put(call.target, end.plusSeconds(75));
    dangers.merge(
        call.target,
        new Danger(call.begun, end),
        (old, now) -> old.end.isBefore(call.begun) ? now : new Danger(old.begin, end));
  }

  /// Whether something was accepted while an earlier call could still be applied, and has not been
  /// sent once more although there was time for it.
  boolean isUnpaid(String target) {
    var danger = dangers.get(target);
    var last = paid.get(target);
    return danger != null
        && last != null
        && !last.isBefore(danger.begin)
        && last.isBefore(danger.end)
        && !isInDoubt(target);
  }

  /// Whether something may still arrive, or has arrived too late to be set right yet.
  boolean isInDoubt(String target) {
    return world.steady().isBefore(doubtful.getOrDefault(target, Instant.MIN));
  }

  /// Nobody waits for it any more: it is applied at once, later, or never.
  private void leaveBehind(Call call) {
    endanger(call);
    switch (world.pick(5)) {
      case 0 -> apply(call);
      case 1 -> {}
      default -> {
        late.add(new Late(world.steady().plusMillis(1 + world.pick(30_000)), call));
      }
    }
  }

  private void apply(Call call) {
    world.trace.add("  %s holds %s".formatted(call.target, call.body));
    held.put(call.target, new Held(call.body));
    if (!call.operator.leads) {
      doubtful.put(call.target, world.steady().plusSeconds(105));
    }
  }

  void applyUntil(Instant end) {
    late.sort(Comparator.comparing(Late::at));
    while (!late.isEmpty() && !late.getFirst().at.isAfter(end)) {
      world.trace.add("  late:");
      apply(late.removeFirst().call);
    }
  }

  private void takesTime() {
    world.advance(Duration.ofMillis(world.chance(10) ? world.pick(20_000) : world.pick(300)));
  }

  TokenAnswer issue(Operator process, Endpoint at, Credential.ClientCredentials credential) {
    var frame = world.frame();
    process.judge.asksForToken(frame);
    frame.fetchesToken = true;
    var begin = world.steady();
    try {
      return world.within(
          TIMEOUT.minusSeconds(1),
          () -> {
            takesTime();
            world.meanwhile();
            return token(process, frame, credential);
          });
    } finally {
      frame.fetchesToken = false;
      process.judge.tokenCame(frame, Duration.between(begin, world.steady()));
    }
  }

  private TokenAnswer token(
      Operator process, Frame frame, Credential.ClientCredentials credential) {
    if (world.chance(world.faultPercent)) {
      world.trace.faults++;
      var retryAfter = world.chance(50) ? retryAfter() : Optional.<Duration>empty();
      process.judge.askedToWait(frame, retryAfter);
      return new TokenAnswer.NotIssued(tokenFault(), retryAfter);
    }
    return world
        .idp
        .login(text(credential.id()), text(credential.secret()))
        .<TokenAnswer>map(
            a -> new TokenAnswer.Issued(Sensitive.of(world.idp.issue(a, world.steady())), a.life))
        .orElseGet(
            () ->
                new TokenAnswer.NotIssued(
                    new Failure.AuthenticationFailed(Party.TOKEN_ENDPOINT, 401), Optional.empty()));
  }

  private Failure tokenFault() {
    return switch (world.pick(6)) {
      case 0 -> new Failure.AuthenticationFailed(Party.TOKEN_ENDPOINT, 400);
      case 1 -> new Failure.RateLimited(Party.TOKEN_ENDPOINT);
      case 2 -> new Failure.RedirectRejected(Party.TOKEN_ENDPOINT, 307);
      case 3 -> new Failure.TlsFailure(Party.TOKEN_ENDPOINT);
      case 4 -> new Failure.TokenUnavailable(Optional.of(503));
      default -> new Failure.TokenUnavailable(Optional.empty());
    };
  }

  private static String text(Sensitive value) {
    return new String(value.reveal(), UTF_8);
  }
}
