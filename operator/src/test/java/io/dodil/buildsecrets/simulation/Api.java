package io.dodil.buildsecrets.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.Party;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.simulation.world.Idp;
import io.dodil.buildsecrets.simulation.world.Want;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The other side: what each organization holds, and what may still arrive.
final class Api {

  /// `api|organization` -> body
  final Map<String, String> held = new TreeMap<>();

  private final Simulation world;
  private final Map<String, Instant> doubtful = new HashMap<>();
  private final Map<String, Danger> dangers = new HashMap<>();

  /// When what was accepted last was begun.
  private final Map<String, Instant> confirmed = new HashMap<>();

  private Optional<String> lastSender = Optional.empty();

  /// While a call of unknown outcome may be applied.
  private record Danger(Instant begin, Instant end) {}

  /// A save request on its way: the server works on it whether the process still waits or not.
  final class InFlight {

    private final Call call;
    private final Events.Event arrival;
    private Optional<SaveAnswer> answer = Optional.empty();

    private InFlight(Call call, Duration onTheWay) {
      this.call = call;
      this.arrival = world.events.add(world.monotonic().plus(onTheWay), this::arrive);
    }

    private void arrive() {
      answer = Optional.of(outcome(call));
    }

    /// Nobody waits for it any more: it is applied at once, later, or never.
    void abandon() {
      if (answer.isEmpty()) {
        world.events.remove(arrival);
        leaveBehind(call);
      } else {
        endanger(call);
      }
    }
  }

  Api(Simulation world) {
    this.world = world;
  }

  SaveAnswer save(Operator process, Endpoint endpoint, Sensitive token, Sensitive body) {
    if (!process.maySave()) {
      return new SaveAnswer.NotAllowed();
    }
    var call = call(process, endpoint, token, body);
    lastSender = Optional.of(call.pass().cached.path());
    world.trace.saves++;
    mark(call);
    world.trace.add("  [%d] PUT %s %s".formatted(process.number(), call.target(), call.body()));
    process.invariants.putStarts(call);
    SaveAnswer answer;
    try {
      world.mayFail("the client before the save");
      answer = answer(call);
      world.mayFail("the client after the save");
    } catch (PortFailure.Unexpected | PortFailure.Broken e) {
      endanger(call);
      process.invariants.putEnds(call, unclear(new Failure.OutcomeUnknown(), Optional.empty()));
      throw e;
    }
    world.trace.add("  [%d] PUT %s: %s".formatted(process.number(), call.target(), answer));
    process.invariants.putEnds(call, answer);
    return answer;
  }

  private void mark(Call call) {
    var save = call.pass().before.lastSave();
    var resource = call.pass().cached;
    if (save != null
        && call.pass().before.isTrue("Ready")
        && save.generation() == resource.generation()
        && save.versions().equals(call.pass().cachedVersions)
        && resource.request().isEmpty()) {
      world.trace.mark(Combinations.Mark.SAVE_OF_THE_SAME);
    }
    if (resource.want().has(Want.Part.PIP)) {
      world.trace.mark(Combinations.Mark.SAVE_WITH_AN_OPTIONAL_SECRET);
    }
    if (!world.cluster.watch.isUpToDate()) {
      world.trace.mark(Combinations.Mark.SAVE_BY_A_STALE_WATCH);
    }
  }

  private Call call(Operator process, Endpoint endpoint, Sensitive token, Sensitive body) {
    var pass = world.pass();
    var known = world.idp.token(text(token));
    var organization =
        known
            .map(t -> String.join(",", t.organizations()))
            .orElseGet(() -> pass.cached.want().organization());
    return new Call(
        process,
        pass,
        endpoint.apiUrl() + "|" + organization,
        endpoint.tokenScope(),
        text(body),
        known,
        world.monotonic());
  }

  private SaveAnswer answer(Call call) {
    var task = world.task();
    int longest = (int) timeout(call).minusSeconds(1).toMillis();
    int onTheWay = world.chance(10) ? world.pick(2 * longest / 3) : world.pick(300);
    var inFlight = new InFlight(call, Duration.ofMillis(onTheWay));
    task.inFlight = Optional.of(inFlight);
    try {
      world.takes(Duration.ofMillis(onTheWay));
      if (!task.cutOff && inFlight.answer.isPresent()) {
        world.takes(Duration.ofMillis(world.chance(20) ? world.pick(longest / 3) : world.pick(50)));
      }
    } finally {
      task.inFlight = Optional.empty();
    }
    if (task.cutOff || inFlight.answer.isEmpty()) {
      task.cutOff = false;
      inFlight.abandon();
      return unclear(new Failure.OutcomeUnknown(), Optional.empty());
    }
    return inFlight.answer.get();
  }

  private Duration timeout(Call call) {
    return call.process().settings().calls().timeout();
  }

  private SaveAnswer outcome(Call call) {
    if (call.token().filter(t -> t.isGood(world.monotonic())).isEmpty()) {
      return refused(new Failure.AuthenticationFailed(Party.API, 401));
    }
    if (!call.token().get().account().permitted) {
      return refused(new Failure.PermissionDenied());
    }
    if (world.chance(world.faultPercent)) {
      world.trace.faults++;
      return fault(call);
    }
    apply(call);
    if (leads(call)) {
      confirmed.put(call.target(), call.begun());
    }
    return new SaveAnswer.Accepted();
  }

  private static boolean leads(Call call) {
    return ((Operator) call.process()).leads;
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

  // in doubt

  private void endanger(Call call) {
    var end = world.monotonic().plus(timeout(call));
    doubtful.put(call.target(), end.plusSeconds(75));
    dangers.merge(
        call.target(),
        new Danger(call.begun(), end),
        (old, now) -> old.end.isBefore(call.begun()) ? now : new Danger(old.begin, end));
  }

  boolean isUnconfirmed(String target) {
    var danger = dangers.get(target);
    var last = confirmed.get(target);
    return danger != null
        && last != null
        && !last.isBefore(danger.begin)
        && last.isBefore(danger.end)
        && !isInDoubt(target);
  }

  boolean isInDoubt(String target) {
    return world.monotonic().isBefore(doubtful.getOrDefault(target, Instant.MIN));
  }

  /// A call may be applied for as long again as it may take.
  private void leaveBehind(Call call) {
    endanger(call);
    switch (world.pick(5)) {
      case 0 -> apply(call);
      case 1 -> {}
      default -> {
        world.trace.late++;
        var at = world.monotonic().plusMillis(1 + world.pick((int) timeout(call).toMillis()));
        world.events.add(
            at,
            () -> {
              world.trace.add("  late:");
              world.trace.mark(Combinations.Mark.LATE_REQUEST);
              apply(call);
            });
      }
    }
  }

  private void apply(Call call) {
    world.trace.add("  %s holds %s".formatted(call.target(), call.body()));
    held.put(call.target(), call.body());
    if (!leads(call)) {
      doubtful.put(call.target(), world.monotonic().plusSeconds(105));
    }
  }

  // tokens

  TokenAnswer issue(Operator process, Endpoint at, Credential.ClientCredentials credential) {
    var task = world.task();
    var pass = task.pass;
    process.invariants.tokenCallStarts(pass);
    pass.fetchesToken = true;
    var begin = world.monotonic();
    var retryAfter = Optional.<Duration>empty();
    try {
      world.mayFail("the client before the token call");
      world.takes(Duration.ofMillis(world.chance(15) ? world.pick(20_000) : world.pick(300)));
      if (task.cutOff) {
        task.cutOff = false;
        return new TokenAnswer.NotSent();
      }
      var answer = token(at, credential);
      if (answer instanceof TokenAnswer.NotIssued(_, var wait)) {
        retryAfter = wait;
      }
      return answer;
    } finally {
      pass.fetchesToken = false;
      if (!process.dead) {
        process.invariants.tokenCallEnds(
            pass, Duration.between(begin, world.monotonic()), retryAfter);
      }
    }
  }

  private TokenAnswer token(Endpoint at, Credential.ClientCredentials credential) {
    if (world.chance(world.faultPercent)) {
      world.trace.faults++;
      var retryAfter = world.chance(50) ? retryAfter() : Optional.<Duration>empty();
      return new TokenAnswer.NotIssued(tokenFault(), retryAfter);
    }
    return world
        .idp
        .login(text(credential.id()), text(credential.secret()))
        .<TokenAnswer>map(account -> issued(account, at))
        .orElseGet(
            () ->
                new TokenAnswer.NotIssued(
                    new Failure.AuthenticationFailed(Party.TOKEN_ENDPOINT, 401), Optional.empty()));
  }

  private TokenAnswer issued(Idp.Account account, Endpoint at) {
    var token = world.idp.issue(account, at.tokenScope(), world.monotonic());
    return new TokenAnswer.Issued(Sensitive.of(token), account.life);
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
