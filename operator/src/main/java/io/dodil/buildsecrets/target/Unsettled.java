package io.dodil.buildsecrets.target;

import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Targets that a call of unknown outcome may still change: it may be applied after a later one was
/// accepted. What is accepted before that danger is over is owed once more when it is.
///
/// ```
/// save A . . no answer|<------ call timeout ------>|
///                       save B accepted            save B once more: settled
/// ```
///
/// Times are of the steady clock.
public final class Unsettled {

  private final Duration callTimeout;
  private final Duration leaseDuration;
  private final Map<Target, Debt> debts = new ConcurrentHashMap<>();
  private final Set<Target> seeded = ConcurrentHashMap.newKeySet();
  private final Set<Seed> seededBy = ConcurrentHashMap.newKeySet();
  private volatile Instant takeoverUntil = Instant.MIN;

  /// With nothing unsettled.
  ///
  /// @param callTimeout the longest that a call can take
  /// @param leaseDuration the longest that a leader which is gone can go on
  public Unsettled(Duration callTimeout, Duration leaseDuration) {
    this.callTimeout = callTimeout;
    this.leaseDuration = leaseDuration;
  }

  private record Debt(Instant until, boolean owed) {}

  /// Another process was at work until now, and it is not known how its calls ended.
  public void takeover(Instant now) {
    takeoverUntil = now.plus(leaseDuration).plus(callTimeout);
  }

  /// Whether the calls of that process may still be applied.
  public boolean isTakingOver(Instant now) {
    return now.isBefore(takeoverUntil);
  }

  /// Whether there was another process that did not end by itself.
  public boolean isTakenOver() {
    return !takeoverUntil.equals(Instant.MIN);
  }

  /// What an earlier process wrote down counts, once; never for longer than it can matter.
  ///
  /// @param wallUntil the latest time that a status of this target names
  public void seed(Target target, Supplier<Optional<Instant>> wallUntil, Moment now) {
    if (seeded.add(target)) {
      wallUntil.get().ifPresent(until -> debts.putIfAbsent(target, stored(until, now)));
    }
  }

  /// As the status of one resource has it in the cluster itself, once: a watch may be behind what
  /// an earlier process wrote down at its end.
  public void seed(Target target, String uid, Optional<Instant> wallUntil, Moment now) {
    if (seededBy.add(new Seed(target, uid))) {
      wallUntil
          .filter(
              until ->
                  until(target)
                      .filter(known -> !known.isBefore(stored(until, now).until))
                      .isEmpty())
          .ifPresent(until -> debts.put(target, stored(until, now)));
    }
  }

  private record Seed(Target target, String uid) {}

  private Debt stored(Instant wallUntil, Moment now) {
    var left = Duration.between(now.wall(), wallUntil);
    var longest = leaseDuration.plus(callTimeout);
    return new Debt(now.steady().plus(left.compareTo(longest) > 0 ? longest : left), true);
  }

  void unclear(Target target, Instant end) {
    var until = end.plus(callTimeout);
    debts.merge(
        target,
        new Debt(until, false),
        (old, _) -> new Debt(old.until.isAfter(until) ? old.until : until, old.owed));
  }

  /// @param started when the accepted call began: one that began before the danger was over may
  ///   have been overtaken by it
  void accepted(Target target, Instant started) {
    var debt = debts.get(target);
    var until = debt == null || takeoverUntil.isAfter(debt.until) ? takeoverUntil : debt.until;
    if (started.isBefore(until)) {
      debts.put(target, new Debt(until, true));
    } else {
      debts.remove(target);
    }
  }

  /// When the set that was accepted has to be sent once more.
  public Optional<Instant> due(Target target) {
    return Optional.ofNullable(debts.get(target)).filter(Debt::owed).map(Debt::until);
  }

  public boolean isDue(Target target, Instant now) {
    return due(target).filter(due -> !now.isBefore(due)).isPresent();
  }

  /// How many targets have a set that has to be sent once more.
  public long owed() {
    return debts.values().stream().filter(Debt::owed).count();
  }

  /// Until when an earlier call may still be applied; of a target that was settled: empty.
  public Optional<Instant> until(Target target) {
    return Optional.ofNullable(debts.get(target)).map(Debt::until);
  }

  /// Whether nothing that an earlier call did can arrive any more.
  public boolean isOver(Target target, Instant now) {
    return until(target).filter(now::isBefore).isEmpty();
  }

  /// Those that must not be forgotten at the end of this process.
  public Set<Target> targets() {
    return Set.copyOf(debts.keySet());
  }
}
