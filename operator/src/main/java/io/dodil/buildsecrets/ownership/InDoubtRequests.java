package io.dodil.buildsecrets.ownership;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Targets that a request without a clear outcome may still change: it may be applied after a later
/// one was accepted. What is accepted before that time is over is sent once more when it is: the
/// confirming save.
///
/// ```
/// save A . . no answer|<------ call timeout ------>|
///                       save B accepted            save B once more
/// ```
///
/// Times are of the monotonic clock.
public final class InDoubtRequests {

  private final Duration callTimeout;
  private final Duration longestAfterTakeover;
  private final Map<Target, Window> windows = new ConcurrentHashMap<>();
  private final Map<Target, Instant> confirmed = new ConcurrentHashMap<>();
  private volatile Instant takeoverUntil = Instant.MIN;

  /// Creates a tracker without requests in doubt.
  ///
  /// @param callTimeout the longest that a call can take
  /// @param leaseDuration the longest that a former leader can go on
  public InDoubtRequests(Duration callTimeout, Duration leaseDuration) {
    this.callTimeout = callTimeout;
    // a call that the former leader began at the last moment ends a timeout later, and may be
    // applied for another one
    this.longestAfterTakeover = leaseDuration.plus(callTimeout.multipliedBy(2));
  }

  /// A target in doubt.
  ///
  /// @param confirm whether something was accepted that has to be sent once more
  /// @param recorded whether a status has to tell the next process
  /// @param learned whether all that is known of it is what statuses of other processes record
  private record Window(Instant until, boolean confirm, boolean recorded, boolean learned) {

    private Window notBefore(Instant earliest) {
      return until.isBefore(earliest) ? new Window(earliest, confirm, recorded, learned) : this;
    }

    /// Records are of whole seconds, rounded up.
    private Instant recordedEnd() {
      return recorded ? until.plusSeconds(1) : until;
    }

    private Window and(Window other) {
      return new Window(
          later(until, other.until),
          confirm || other.confirm,
          recorded || other.recorded,
          learned && other.learned);
    }
  }

  /// The former leader did not release the Lease: it is not known how its calls ended.
  public void takeover(Instant now) {
    var until = now.plus(longestAfterTakeover);
    takeoverUntil = until;
    // a standby has learned the records of statuses before it leads
    windows.replaceAll((_, window) -> window.notBefore(until));
  }

  /// Whether the calls of the former leader may still be applied.
  public boolean isTakingOver(Instant now) {
    return now.isBefore(takeoverUntil);
  }

  /// The former leader may have saved something else with the same versions of Secrets: what is in
  /// force is sent once more when its calls can't be applied any more.
  public void confirmAfterTakeover(Target target) {
    windows.merge(target, new Window(takeoverUntil, true, false, false), Window::and);
  }

  /// Another process has recorded in a status that the target is in doubt. The record never counts
  /// for longer than it can matter, and not at all when a save that began after it was accepted.
  public void learn(Target target, Instant wallUntil, Timestamp now) {
    var until = stored(wallUntil, now);
    var known = windows.get(target);
    boolean isOld =
        !confirmed.getOrDefault(target, Instant.MIN).isBefore(until)
            || (known != null && known.confirm && !known.until.isBefore(until));
    if (!isOld) {
      windows.merge(target, new Window(until, true, true, true), Window::and);
    }
  }

  /// No status records it any more, and another process wrote that: it has confirmed what the
  /// target holds.
  public void withdraw(Target target) {
    windows.computeIfPresent(target, (_, window) -> window.learned ? null : window);
  }

  private Instant stored(Instant wallUntil, Timestamp now) {
    var left = Duration.between(now.wall(), wallUntil);
    var until =
        now.monotonic()
            .plus(left.compareTo(longestAfterTakeover) > 0 ? longestAfterTakeover : left);
    return isTakingOver(now.monotonic()) && takeoverUntil.isAfter(until) ? takeoverUntil : until;
  }

  /// A call ended without a clear outcome.
  void inDoubt(Target target, Instant end) {
    windows.merge(target, new Window(end.plus(callTimeout), false, true, false), Window::and);
  }

  /// The API accepted a save.
  ///
  /// @param started when the call began: one that began before the doubt was over may have been
  ///   overtaken
  void accepted(Target target, Instant started) {
    windows.compute(
        target,
        (_, window) -> {
          var left = afterAcceptance(window, started);
          if (left == null) {
            confirmed.put(target, window == null ? started : later(started, window.recordedEnd()));
          }
          return left;
        });
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private @Nullable Window afterAcceptance(@Nullable Window window, Instant started) {
    var until =
        window == null || takeoverUntil.isAfter(window.until) ? takeoverUntil : window.until;
    return started.isBefore(until) ? new Window(until, true, true, false) : null;
  }

  /// When what was accepted has to be sent once more.
  public Optional<Instant> due(Target target) {
    return Optional.ofNullable(windows.get(target)).filter(Window::confirm).map(Window::until);
  }

  /// Whether that time has come.
  public boolean isDue(Target target, Instant now) {
    return due(target).filter(due -> !now.isBefore(due)).isPresent();
  }

  /// Until when an earlier call may still be applied, for the status to record.
  public Optional<Instant> until(Target target) {
    return Optional.ofNullable(windows.get(target)).filter(Window::recorded).map(Window::until);
  }

  /// The same as a status records it.
  ///
  /// @param endpoint that the resource names
  public Optional<InDoubt> record(Target target, String endpoint, Timestamp now) {
    return until(target)
        .map(now::onWallSeconds)
        .map(time -> new InDoubt(time, endpoint, target.apiUrl(), target.organization()));
  }

  /// Whether no earlier call can be applied any more.
  public boolean isOver(Target target, Instant now) {
    var window = windows.get(target);
    return window == null || !now.isBefore(window.until);
  }

  /// The targets that the next process has to know of.
  public Set<Target> targets() {
    return Set.copyOf(windows.keySet());
  }

  /// Forgets the targets that no resource names and no call can change any more.
  public void retain(Set<Target> named, Instant now) {
    windows.keySet().removeIf(target -> !named.contains(target) && isOver(target, now));
    confirmed.keySet().retainAll(named);
  }

  /// How many targets are in doubt.
  public int size() {
    return windows.size();
  }

  /// How many targets were confirmed.
  public int confirmations() {
    return confirmed.size();
  }

  /// How many targets have a set that has to be sent once more.
  public long confirming() {
    return windows.values().stream().filter(Window::confirm).count();
  }
}
