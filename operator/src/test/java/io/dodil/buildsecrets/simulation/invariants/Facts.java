package io.dodil.buildsecrets.simulation.invariants;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.simulation.world.ObservedProcess;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.simulation.world.Sec;
import io.dodil.buildsecrets.simulation.world.World;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.Certainty;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What several invariants have to know of a process: what it was answered, and what it has tried.
final class Facts implements Invariant {

  final World world;
  final ObservedProcess process;
  private final Map<String, Call> accepted = new HashMap<>();
  private final Map<String, Doubt> doubts = new HashMap<>();
  private final Map<String, Instant> holds = new HashMap<>();
  private final Map<String, Inputs> tried = new HashMap<>();
  private final Map<String, Res> read = new HashMap<>();
  private final Set<String> confirmed = new HashSet<>();
  private final Set<String> troubled = new HashSet<>();
  private final Map<String, Set<String>> possible = new HashMap<>();
  private final Map<String, Set<String>> possibleBefore = new HashMap<>();

  private final Set<String> failing = new HashSet<>();

  private Instant takeoverUntil = Instant.MIN;

  private record Doubt(Instant until, boolean confirms) {}

  /// What an attempt was made from.
  private record Inputs(long generation, String request, Map<String, String> versions) {}

  Facts(World world, ObservedProcess process) {
    this.world = world;
    this.process = process;
  }

  @Override
  public void takesOver() {
    takeoverUntil = world.monotonic().plus(longestDoubt());
  }

  @Override
  public void asksForOwner(Pass pass) {
    pass.worked = current(pass).orElse(pass.cached);
    pass.held = isHeld(pass);
  }

  @Override
  public void reads(Pass pass) {
    pass.read = true;
    current(pass)
        .ifPresent(
            r -> {
              pass.worked = r;
              if (world.cluster().down) {
                troubled.add(r.uid());
              } else {
                pass.seen = r;
                read.put(r.uid(), r);
              }
              tried.put(r.uid(), inputs(r));
            });
  }

  @Override
  public void tokenCallEnds(Pass pass, Duration took, Optional<Duration> retryAfter) {
    retryAfter.ifPresent(wait -> hold(pass, wait));
  }

  /// Told after the invariants.
  @Override
  public void putStarts(Call call) {
    var held = possible.getOrDefault(call.target(), Set.of());
    possibleBefore.put(call.target(), held);
    var more = new HashSet<>(held);
    more.add(call.body());
    possible.put(call.target(), more);
    accepted.remove(call.target());
  }

  @Override
  public void putEnds(Call call, SaveAnswer answer) {
    switch (answer) {
      case SaveAnswer.Accepted() -> {
        accepted.put(call.target(), call);
        possible.put(call.target(), Set.of(call.body()));
        confirms(call);
      }
      case SaveAnswer.NotAllowed() -> {}
      case SaveAnswer.NotAccepted(_, var certainty, var retryAfter) -> {
        retryAfter.ifPresent(wait -> hold(call.pass(), wait));
        if (certainty == Certainty.UNCLEAR) {
          var until = world.monotonic().plus(timeout());
          doubts.merge(
              call.target(),
              new Doubt(until, false),
              (old, now) -> new Doubt(later(old.until, until), old.confirms));
        } else {
          possible.put(call.target(), possibleBefore.getOrDefault(call.target(), Set.of()));
        }
      }
    }
  }

  private void confirms(Call call) {
    var doubt = doubts.get(call.target());
    var until = doubt == null ? takeoverUntil : later(takeoverUntil, doubt.until);
    if (call.begun().isBefore(until)) {
      doubts.put(call.target(), new Doubt(until, true));
    } else {
      doubts.remove(call.target());
    }
    if (!call.begun().isBefore(takeoverUntil)) {
      confirmed.add(call.target());
    }
  }

  @Override
  public void concludes(Pass pass, SyncResult result, BuildSecretsStatus after) {
    pass.after = Optional.of(after);
    if (pass.readFails) {
      troubled.add(pass.cached.uid());
    }
    switch (result.outcome()) {
      case SyncOutcome.Saved _, SyncOutcome.Confirmed _ -> troubled.remove(pass.cached.uid());
      case SyncOutcome.ResyncFailed _ -> troubled.add(pass.cached.uid());
      default -> {}
    }
  }

  @Override
  public void passEnds(Pass pass) {
    if (pass.failed) {
      failing.add(pass.cached.uid());
      tried.put(pass.cached.uid(), inputs(pass.worked));
    } else {
      failing.remove(pass.cached.uid());
    }
  }

  /// Whether a port has thrown in its last reconciliation: it may not have told what it learned.
  boolean isFailing(Res resource) {
    return failing.contains(resource.uid());
  }

  // settings

  Duration lease() {
    return LeaderElectionSettings.LEASE_DURATION;
  }

  Duration timeout() {
    return process.settings().calls().timeout();
  }

  /// The longest that calls of a former leader can be applied.
  Duration longestDoubt() {
    return lease().plus(timeout().multipliedBy(2));
  }

  Duration window() {
    return process.settings().coalesceWindow();
  }

  // what is known

  /// The resource as it is now, if it is still the one that the pass is about.
  Optional<Res> current(Pass pass) {
    return Optional.ofNullable(world.cluster().resources.get(pass.cached.path()))
        .filter(r -> r.uid().equals(pass.cached.uid()));
  }

  /// The resource as the process has read it, if the cache is older.
  Res read(Res cached) {
    return Optional.ofNullable(read.get(cached.uid()))
        .filter(r -> r.generation() > cached.generation())
        .orElse(cached);
  }

  Optional<String> target(Res resource) {
    return process.config().target(resource.want());
  }

  /// What was accepted last, if nothing was begun since.
  Optional<Call> accepted(String target) {
    return Optional.ofNullable(accepted.get(target));
  }

  /// Whether a confirming save is due.
  boolean isConfirming(String target) {
    var doubt = doubts.get(target);
    return doubt != null && doubt.confirms && !world.monotonic().isBefore(doubt.until);
  }

  boolean isAnythingInDoubt() {
    return !doubts.isEmpty();
  }

  /// Whether the requests of a former leader may still be applied.
  boolean isTakingOver() {
    return world.monotonic().isBefore(takeoverUntil);
  }

  boolean hasTakenOver() {
    return !takeoverUntil.equals(Instant.MIN);
  }

  /// Whether a save that began after the takeover's doubt was accepted.
  boolean isConfirmed(String target) {
    return confirmed.contains(target);
  }

  /// Whether the target may hold, as far as this process can know, anything but that.
  boolean mayHoldOther(String target, String body) {
    return !Set.of(body).containsAll(possible.getOrDefault(target, Set.of()));
  }

  /// Whether a save of what is in force failed, or could not be tried: that is no news to tell.
  boolean isTroubled(Res resource) {
    return troubled.contains(resource.uid()) || isHeld(resource);
  }

  boolean isNew(Res resource) {
    return !inputs(resource).equals(tried.get(resource.uid()));
  }

  private Inputs inputs(Res resource) {
    return new Inputs(resource.generation(), resource.request(), versions(resource));
  }

  Map<String, String> versions(Res resource) {
    return Sec.cached(world.cluster().watch.versions, resource.secrets());
  }

  /// Whether nothing but other resources keeps it from an attempt.
  boolean couldTry(Res r) {
    return !r.want().suspended()
        && !r.deleting()
        && process.config().allows(r)
        && target(r).isPresent()
        && process.config().canAuthenticate(r.want());
  }

  boolean isForced(Pass pass) {
    var now = current(pass).map(Res::request).orElse("");
    return !now.isEmpty() && !now.equals(pass.before.lastHandledSyncRequest());
  }

  boolean isResync(Pass pass) {
    var interval = process.settings().resyncInterval();
    var save = pass.before.lastSave();
    return save != null
        && !interval.isZero()
        && (save.time().isAfter(world.wall())
            || !world
                .wall()
                .isBefore(
                    save.time()
                        .plusMillis((long) (interval.toMillis() * Contract.EARLIEST_RESYNC))));
  }

  Optional<LastSave> lastSave(Pass pass, Res resource) {
    return lastSave(pass.before, resource).filter(s -> wouldDoNow(s, resource));
  }

  /// A process that has written nothing of it goes by the status that it has read, and does not
  /// believe a save in the future.
  Optional<LastSave> lastSaveAsRead(Pass pass, Res resource) {
    return process.hasWritten(resource)
        ? lastSave(pass.before, resource)
        : lastSave(world.cluster().status(resource), resource)
            .filter(s -> !s.time().isAfter(world.wall().plus(Contract.CLOCK_SKEW)));
  }

  private Optional<LastSave> lastSave(BuildSecretsStatus status, Res resource) {
    return Optional.ofNullable(status.lastSave())
        .filter(s -> s.uid().equals(resource.uid()))
        .filter(
            s ->
                target(resource)
                    .filter(t -> t.equals(s.apiUrl() + "|" + s.organization()))
                    .isPresent());
  }

  /// When the resource saved that target the last time, by its status, with a token that would do
  /// now.
  Instant savedAt(Res resource, BuildSecretsStatus status, String target) {
    return Optional.ofNullable(status.lastSave())
        .filter(s -> s.uid().equals(resource.uid()))
        .filter(s -> target.equals(s.apiUrl() + "|" + s.organization()))
        .filter(s -> wouldDoNow(s, resource))
        .map(LastSave::time)
        .orElse(Instant.MIN);
  }

  private boolean wouldDoNow(LastSave save, Res resource) {
    boolean isNamed = !Boolean.TRUE.equals(save.organizationUnnamed());
    return (isNamed || process.config().takesUnnamed(resource))
        && process.config().id(resource).filter(id -> !id.equals(save.organizationId())).isEmpty();
  }

  // Retry-After

  private void hold(Pass pass, Duration wait) {
    var capped = wait.compareTo(Contract.LONGEST_HOLD) > 0 ? Contract.LONGEST_HOLD : wait;
    holds.merge(pass.worked.credential(), world.monotonic().plus(capped), Facts::later);
  }

  private boolean isHeld(Pass pass) {
    return current(pass).filter(this::isHeld).isPresent();
  }

  boolean isHeld(Res resource) {
    return world.monotonic().isBefore(holds.getOrDefault(resource.credential(), Instant.MIN));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  static String reason(BuildSecretsStatus status) {
    return status.condition("Ready").map(c -> c.reason()).orElse("");
  }

  static boolean isObserved(BuildSecretsStatus status, Res resource) {
    return Long.valueOf(resource.generation()).equals(status.observedGeneration());
  }
}
