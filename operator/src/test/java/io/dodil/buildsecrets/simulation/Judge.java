package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.simulation.Api.Call;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What must hold at any moment of one process, whatever happens.
final class Judge {

  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Simulation world;
  private final Operator operator;
  private final Owners owners;
  private final Set<String> inFlight = new HashSet<>();
  private final Map<String, Call> accepted = new HashMap<>();
  private final Map<String, Debt> debts = new HashMap<>();
  private final Map<String, Instant> gates = new HashMap<>();
  private final Map<String, Inputs> tried = new HashMap<>();
  private final Map<String, Instant> removing = new HashMap<>();
  private final Map<String, FailedSave> failed = new HashMap<>();
  private final Set<String> confirmed = new HashSet<>();
  private final Set<String> troubled = new HashSet<>();
  private final Map<String, Set<String>> possible = new HashMap<>();
  private final Map<String, Set<String>> heldBefore = new HashMap<>();
  private final Set<String> paid = new HashSet<>();

  /// `target uid` of those whose token was refused when the same was to be saved again.
  private final Set<String> refusedUnsent = new HashSet<>();

  private Instant takeoverUntil = Instant.MIN;

  private record Debt(Instant until, boolean owed) {}

  private record Inputs(long generation, String request, Map<String, String> versions) {}

  private record FailedSave(
      Frame frame, long generation, String request, Call call, Failure why, Instant end) {}

  Judge(Simulation world, Operator operator) {
    this.world = world;
    this.operator = operator;
    this.owners = new Owners(world, operator);
  }

  void tookOver() {
    takeoverUntil = world.steady().plusSeconds(15).plus(TIMEOUT).plus(TIMEOUT);
  }

  /// Whether the calls of a former leader may still be applied.
  boolean isTakingOver() {
    return world.steady().isBefore(takeoverUntil);
  }

  Instant savedAt(Res resource, String target) {
    return Owners.savedAt(resource, operator.status(resource), target);
  }

  // a run

  /// From here on only what is there now, or comes later, may be sent.
  void asksForOwner(Frame frame) {
    frame.asked = true;
    frame.firm = owners.firm();
    frame.said.clear();
    frame.firm.forEach(r -> frame.said.put(r.uid(), operator.status(r)));
    frame.eager.clear();
    frame.firm.stream().filter(this::isEager).forEach(r -> frame.eager.add(r.uid()));
    frame.worked = current(frame).orElse(frame.cached);
    frame.versions = versions(frame.worked);
    frame.gated = isGated(frame);
    sendableAnew(frame);
  }

  void asksForToken(Frame frame) {
    require(!frame.gated, frame, "a token call although the other side asked to wait");
  }

  /// What was read is sent if that was a moment ago.
  void tokenCame(Frame frame, Duration took) {
    if (took.compareTo(WINDOW) > 0) {
      sendableAnew(frame);
    }
  }

  void askedToWait(Frame frame, Optional<Duration> retryAfter) {
    retryAfter.ifPresent(wait -> close(frame, wait));
  }

  private void sendableAnew(Frame frame) {
    frame.sendable.clear();
    mayBeSent(frame);
  }

  /// Of the state that is there now.
  void mayBeSent(Frame frame) {
    current(frame)
        .filter(r -> !r.deleting() && !r.want().suspended() && operator.config.allows(r))
        .ifPresent(
            r ->
                operator
                    .config
                    .target(r.want())
                    .ifPresent(
                        target ->
                            Oracle.payload(r, world.cluster.secrets)
                                .ifPresent(body -> frame.sendable.add(target + " " + body))));
  }

  private Optional<Res> current(Frame frame) {
    return Optional.ofNullable(world.cluster.resources.get(frame.cached.path()))
        .filter(r -> r.uid().equals(frame.cached.uid()));
  }

  void reads(Frame frame) {
    frame.read = true;
    require(
        frame.changesAtStart != world.changes
            || !world.cluster.watch.isUpToDate()
            || !isAtRest(frame),
        frame,
        "a read although nothing changed");
    current(frame)
        .ifPresent(
            r -> {
              frame.worked = r;
              frame.seen = world.cluster.down ? frame.seen : r;
              tried.put(r.uid(), new Inputs(r.generation(), r.request(), versions(r)));
              if (world.cluster.down) {
                troubled.add(r.uid());
              } else {
                seesRemoval(frame, r);
              }
            });
  }

  private Map<String, String> versions(Res resource) {
    return Sec.cached(world.cluster.watch.versions, resource.secrets());
  }

  /// Since when entries have been about to disappear.
  private void seesRemoval(Frame frame, Res resource) {
    if (removes(frame, resource)) {
      removing.putIfAbsent(resource.uid(), world.steady());
    } else if (Oracle.payload(resource, world.cluster.secrets).isPresent()) {
      removing.remove(resource.uid());
    }
  }

  private boolean removes(Frame frame, Res resource) {
    var counts = Oracle.counts(resource, world.cluster.secrets);
    return Oracle.payload(resource, world.cluster.secrets).isPresent()
        && lastSaveAsRead(frame, resource)
            .filter(s -> s.generation() == resource.generation())
            .filter(s -> counts[0] < s.gitCredentials() || counts[1] < s.buildSecrets())
            .isPresent();
  }

  private Optional<LastSave> lastSave(Frame frame, Res resource) {
    return lastSave(frame.before, resource);
  }

  /// A process that has written nothing of it goes by the status that it has read, and does not
  /// believe a save in the future.
  private Optional<LastSave> lastSaveAsRead(Frame frame, Res resource) {
    return operator.hasWritten(resource)
        ? lastSave(frame, resource)
        : lastSave(world.cluster.status(resource), resource)
            .filter(s -> !s.time().isAfter(world.wall().plus(AHEAD)));
  }

  private Optional<LastSave> lastSave(BuildSecretsStatus status, Res resource) {
    return Optional.ofNullable(status.lastSave())
        .filter(s -> s.uid().equals(resource.uid()))
        .filter(
            s ->
                operator
                    .config
                    .target(resource.want())
                    .filter(t -> t.equals(s.apiUrl() + "|" + s.organization()))
                    .isPresent());
  }

  // a save

  void putStarts(Call call, boolean opaque) {
    var frame = call.frame();
    require(inFlight.add(call.target()), frame, "two saves of one target at a time");
    require(
        !opaque || operator.config.bindings().isEmpty(), frame, "an opaque token with bindings");
    require(
        frame.sendable.contains(call.target() + " " + call.body()),
        frame,
        "sends what nobody wants there: " + call.target() + " " + call.body());
    require(!frame.gated, frame, "a save although the other side asked to wait");
    owners.check(call);
    removal(call);
    repetition(call);
    retry(call);
    var held = possible.getOrDefault(call.target(), Set.of());
    heldBefore.put(call.target(), held);
    possible.put(call.target(), with(held, call.body()));
    accepted.remove(call.target());
  }

  private static Set<String> with(Set<String> bodies, String body) {
    var more = new HashSet<>(bodies);
    more.add(body);
    return more;
  }

  private void removal(Call call) {
    var resource = call.frame().cached;
    current(call.frame())
        .filter(r -> r.generation() == resource.generation() && !isForced(call.frame()))
        .filter(r -> call.frame().changesAtStart == world.changes && removes(call.frame(), r))
        .ifPresent(
            r ->
                require(
                    !world
                        .steady()
                        .isBefore(
                            removing.getOrDefault(r.uid(), Instant.MAX.minus(GRACE)).plus(GRACE)),
                    call.frame(),
                    "entries disappear without grace"));
  }

  private boolean isForced(Frame frame) {
    var now = current(frame).map(Res::request).orElse("");
    return !now.isEmpty() && !now.equals(frame.before.lastHandledSyncRequest());
  }

  /// The same again needs a reason.
  private void repetition(Call call) {
    var last = Optional.ofNullable(accepted.get(call.target()));
    boolean same =
        last.filter(l -> l.frame().cached.uid().equals(call.frame().cached.uid()))
            .filter(l -> l.body().equals(call.body()) && l.credential().equals(call.credential()))
            .isPresent();
    require(
        !same
            || isForced(call.frame())
            || isResync(call.frame())
            || isSettling(call.target(), call.frame().cached.uid())
            || refusedUnsent.contains(call.target() + " " + call.frame().cached.uid())
            || lastSave(call.frame(), call.frame().cached).isEmpty(),
        call.frame(),
        "saves again what was accepted");
  }

  private boolean isResync(Frame frame) {
    var save = frame.before.lastSave();
    return save != null
        && (save.time().isAfter(world.wall())
            || !world.wall().isBefore(save.time().plus(Duration.ofMinutes(24 * 54))));
  }

  private boolean isSettling(String target, String uid) {
    var debt = debts.get(target);
    return (debt != null && debt.owed && !world.steady().isBefore(debt.until))
        || paid.add(target + " " + uid);
  }

  /// Not at once after the same has failed.
  private void retry(Call call) {
    var before = Optional.ofNullable(failed.get(call.frame().cached.uid()));
    var now = current(call.frame());
    before
        .filter(f -> f.frame != call.frame())
        .filter(f -> f.call.target().equals(call.target()) && f.call.body().equals(call.body()))
        .filter(f -> f.call.credential().equals(call.credential()))
        .filter(f -> now.filter(r -> sameAs(f, r)).isPresent())
        .ifPresent(
            f ->
                require(
                    !world.steady().isBefore(f.end.plus(wait(f.why))),
                    call.frame(),
                    "tries the same again too soon"));
  }

  private static boolean sameAs(FailedSave failed, Res resource) {
    return failed.generation == resource.generation() && failed.request.equals(resource.request());
  }

  private static Duration wait(Failure failure) {
    return failure instanceof Failure.PayloadRejected || failure instanceof Failure.RedirectRejected
        ? Duration.ofSeconds(60)
        : Duration.ofMillis(100);
  }

  void putEnds(Call call, SaveAnswer answer) {
    inFlight.remove(call.target());
    var uid = call.frame().cached.uid();
    failed.remove(uid);
    switch (answer) {
      case SaveAnswer.Accepted() -> {
        accepted.put(call.target(), call);
        possible.put(call.target(), Set.of(call.body()));
        settles(call);
        if (!call.begun().isBefore(takeoverUntil)) {
          confirmed.add(call.target());
        }
        removing.remove(uid);
      }
      case SaveAnswer.NotAllowed() -> {}
      case SaveAnswer.NotAccepted(var failure, var certainty, var retryAfter) -> {
        retryAfter.ifPresent(wait -> close(call.frame(), wait));
        if (certainty == Certainty.UNCLEAR) {
          unclear(call.target());
        } else {
          possible.put(call.target(), heldBefore.getOrDefault(call.target(), Set.of()));
        }
        var worked = call.frame().worked;
        failed.put(
            uid,
            new FailedSave(
                call.frame(),
                worked.generation(),
                worked.request(),
                call,
                failure,
                world.steady()));
      }
    }
  }

  private void unclear(String target) {
    var until = world.steady().plus(TIMEOUT);
    debts.merge(
        target, new Debt(until, false), (old, now) -> new Debt(later(old.until, until), old.owed));
  }

  private void settles(Call call) {
    var debt = debts.get(call.target());
    var until = debt == null ? takeoverUntil : later(takeoverUntil, debt.until);
    if (call.begun().isBefore(until)) {
      debts.put(call.target(), new Debt(until, true));
    } else {
      debts.remove(call.target());
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  // gates

  private void close(Frame frame, Duration wait) {
    var capped = wait.compareTo(Duration.ofMinutes(10)) > 0 ? Duration.ofMinutes(10) : wait;
    gates.merge(gate(frame.worked), world.steady().plus(capped), Judge::later);
  }

  private boolean isGated(Frame frame) {
    return current(frame)
        .map(r -> world.steady().isBefore(gates.getOrDefault(gate(r), Instant.MIN)))
        .orElse(false);
  }

  private static String gate(Res resource) {
    return resource.want().endpoint() + " " + resource.namespace() + " " + resource.want().auth();
  }

  // the end of a run

  void concludes(Frame frame, String outcome, boolean attempted, BuildSecretsStatus after) {
    frame.after = Optional.of(after);
    switch (outcome) {
      case "Saved", "Confirmed" -> {
        troubled.remove(frame.cached.uid());
        targetOf(frame).ifPresent(refusedUnsent::remove);
        owners.accepted(frame);
      }
      case "ResyncFailed" -> troubled.add(frame.cached.uid());
      case "NotSaved" -> refused(frame);
      // it may know of a save that the watch has not shown
      case "RemovalHeld" -> removing.putIfAbsent(frame.cached.uid(), world.steady());
      default -> {}
    }
    if (attempted && !outcome.equals("Saved") && !outcome.equals("Confirmed")) {
      owners.attempted(frame);
    }
  }

  /// What was accepted may have been what the run wanted to send again: only an acceptance says
  /// after that that it is in force.
  private void refused(Frame frame) {
    operator
        .config
        .target(frame.seen.want())
        .filter(
            t ->
                Optional.ofNullable(accepted.get(t))
                    .filter(call -> frame.sendable.contains(t + " " + call.body()))
                    .isPresent())
        .ifPresent(t -> refusedUnsent.add(t + " " + frame.cached.uid()));
  }

  private Optional<String> targetOf(Frame frame) {
    return operator.config.target(frame.seen.want()).map(t -> t + " " + frame.cached.uid());
  }

  /// Whether the target may hold, as far as this process can know, anything but that.
  boolean mayHoldOther(String target, String body) {
    return !Set.of(body).containsAll(possible.getOrDefault(target, Set.of()));
  }

  /// Whether a save of what is in force failed, or could not be tried: that is no news to tell.
  boolean isTroubled(Res resource) {
    return troubled.contains(resource.uid())
        || world.steady().isBefore(gates.getOrDefault(gate(resource), Instant.MIN));
  }

  /// Whether nothing but other resources keeps it from an attempt: it has something new to try.
  private boolean isEager(Res r) {
    return !r.want().suspended()
        && !r.deleting()
        && operator.config.allows(r)
        && operator.config.target(r.want()).isPresent()
        && operator.config.canAuthenticate(r.want())
        && !world.steady().isBefore(gates.getOrDefault(gate(r), Instant.MIN))
        && !new Inputs(r.generation(), r.request(), versions(r)).equals(tried.get(r.uid()));
  }

  /// A run that had all it needs has looked at what is new.
  void runEnds(Frame frame) {
    boolean undisturbed =
        frame.changesAtStart == world.changes
            && !frame.contended
            && world.cluster.watch.isUpToDate()
            && operator.maySave();
    if (!undisturbed || frame.read || isGated(frame)) {
      return;
    }
    var res = frame.cached;
    var after = frame.after.orElse(frame.before);
    boolean canTry =
        !res.want().suspended()
            && !res.deleting()
            && operator.config.allows(res)
            && operator.config.target(res.want()).isPresent()
            && operator.config.canAuthenticate(res.want())
            && !reason(after).equals("TargetConflict")
            && !waitsForAnother(frame);
    boolean isWell = after.isTrue("Ready") && isObserved(after, res);
    boolean isNew =
        !new Inputs(res.generation(), res.request(), versions(res)).equals(tried.get(res.uid()));
    boolean soon =
        operator
            .timer(res.path())
            .filter(at -> !at.isAfter(world.steady().plus(WINDOW)))
            .isPresent();
    require(!canTry || isWell || !isNew || soon, frame, "does not look at what is new");
  }

  /// Whether nobody has proved that it owns the target, and others want to try, too.
  private boolean waitsForAnother(Frame frame) {
    var target = operator.config.target(frame.cached.want()).orElseThrow();
    return world.cluster.resources.values().stream()
        .filter(r -> !r.uid().equals(frame.cached.uid()))
        .anyMatch(r -> operator.config.isCandidate(r, target));
  }

  private static boolean isObserved(BuildSecretsStatus status, Res resource) {
    return Long.valueOf(resource.generation()).equals(status.observedGeneration());
  }

  static String reason(BuildSecretsStatus status) {
    return status.condition("Ready").map(c -> c.reason()).orElse("");
  }

  /// Whether the status says that all is well, and nothing has changed since.
  private boolean isAtRest(Frame frame) {
    var r = frame.cached;
    var save = frame.before.lastSave();
    return save != null
        && frame.before.isTrue("Ready")
        && isObserved(frame.before, r)
        && lastSave(frame, r).isPresent()
        && operator.config.allows(r)
        && operator.config.canAuthenticate(r.want())
        && save.generation() == r.generation()
        && save.endpoint().equals(r.want().endpoint())
        && save.versions().equals(frame.cachedVersions)
        && !isForced(frame)
        && !isResync(frame)
        && world.cluster.watch.resources.values().stream()
            .allMatch(seen -> operator.known(seen).status().inDoubtUntil() == null)
        && frame.before.inDoubtUntil() == null
        && debts.isEmpty()
        && !world.steady().isBefore(takeoverUntil)
        && !mayConfirm(r);
  }

  /// Whether the former leader may have saved with an optional Secret that came and went.
  private boolean mayConfirm(Res r) {
    return r.want().has(Want.Part.PIP)
        && !takeoverUntil.equals(Instant.MIN)
        && operator.config.target(r.want()).filter(confirmed::contains).isEmpty();
  }

  private void require(boolean holds, Frame frame, String otherwise) {
    if (!holds) {
      throw world.violation(frame.cached.path() + " " + otherwise);
    }
  }
}
