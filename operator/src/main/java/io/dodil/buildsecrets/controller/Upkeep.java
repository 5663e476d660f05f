package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.status.NextStatus;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.Due;
import io.dodil.buildsecrets.sync.Memory;
import io.dodil.buildsecrets.sync.Sync;
import io.dodil.buildsecrets.sync.SyncRun;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// A run and all that follows from it: the status that is written, who tries next, when to look
/// again. Knows neither JOSDK nor a client.
public final class Upkeep {

  private final Settings settings;
  private final Sync sync;
  private final Known known;
  private final Around around;
  private final Clock clock;
  private final NextStatus nextStatus;

  /// What is remembered between runs.
  public record Known(Memory memory, TargetState targets, StatusLedger ledger) {}

  /// What a run has effects on.
  ///
  /// @param owners who owns a target as the cache has it now
  /// @param wake lets a resource be looked at again
  public record Around(
      Function<Target, Optional<Candidate>> owners,
      Consumer<ResourceId> wake,
      StatusWrites writes,
      RunObserver observer) {}

  /// Where statuses are written to.
  public interface StatusWrites {

    /// Whether the cluster knows it now; of a resource that is gone there is nothing to know.
    boolean write(ResourceId id, BuildSecretsStatus status);
  }

  /// With the core on one cluster.
  public Upkeep(Settings settings, Sync sync, Known known, Around around, Clock clock) {
    this.settings = settings;
    this.sync = sync;
    this.known = known;
    this.around = around;
    this.clock = clock;
    this.nextStatus = new NextStatus(settings.progressDeadline());
  }

  /// One run.
  ///
  /// @return when to look again
  public Optional<Duration> run(Candidate cached) {
    var resource = known.ledger.overlay(cached);
    var run = sync.run(resource);
    known.ledger.read(run.resource(), cached);
    var now = clock.now().wall();
    var next = nextStatus.after(resource.status(), run, now);
    around.observer.ended(run, resource.status(), next);
    var retry = write(cached, next);
    if (run.givesWay(next)) {
      giveWay(run);
    }
    var due = Due.after(run, next, settings, now).map(at -> until(at, now));
    return retry.isPresent() && (due.isEmpty() || retry.get().compareTo(due.get()) < 0)
        ? retry
        : due;
  }

  /// Whether a status that the watch shows is none of this process: one that was written by the
  /// process before, and that the watch had not shown when the resource was looked at.
  public boolean isForeign(String uid) {
    return !known.ledger.speaksOf(uid);
  }

  /// A resource is gone for good.
  public void forget(ResourceId resource) {
    known.ledger.forget(resource.uid());
    known.memory.forget(resource.uid());
    known.targets.claims().forget(resource.uid());
    around.observer.forget(resource);
  }

  /// When no run is under way any more: writes down what the next process has to know.
  ///
  /// @return whether everything it has to know is written
  public boolean handOver() {
    var now = clock.now();
    var unsettled = known.targets.unsettled();
    boolean remembered = !unsettled.isTakingOver(now.steady());
    for (var target : unsettled.targets()) {
      // without an owner there is nowhere to write it; whoever comes after the danger saves anyway
      remembered &=
          around
              .owners
              .apply(target)
              .map(owner -> remember(owner, target, now))
              .orElseGet(() -> unsettled.isOver(target, now.steady()));
    }
    return remembered && known.ledger.isWritten();
  }

  private boolean remember(Candidate owner, Target target, Moment now) {
    var until = known.targets.unsettled().until(target).map(now::onWallSeconds).orElse(null);
    return write(owner, owner.status().withUnsettledUntil(until)).isEmpty();
  }

  private void giveWay(SyncRun run) {
    var target = run.target().orElseThrow();
    known.targets.claims().giveWay(run.resource(), target, run.cached());
    around
        .owners
        .apply(target)
        .map(Candidate::id)
        .filter(owner -> !owner.equals(run.resource().id()))
        .ifPresent(around.wake);
  }

  /// When to try the write again, if it failed.
  private Optional<Duration> write(Candidate cached, BuildSecretsStatus next) {
    var uid = cached.id().uid();
    var ledger = known.ledger;
    if (!ledger.differs(uid, next, cached.status())) {
      return Optional.empty();
    }
    var backoff = ledger.backoff(uid, next, clock.now().steady());
    if (backoff.isPresent()) {
      return backoff;
    }
    boolean written = around.writes.write(cached.id(), next);
    around.observer.wrote(cached.id(), written);
    if (written) {
      ledger.written(uid, next);
      return Optional.empty();
    }
    return Optional.of(ledger.notWritten(uid, next, clock.now().steady()));
  }

  private static Duration until(Instant at, Instant now) {
    var wait = Duration.between(now, at);
    return wait.isPositive() ? wait : Duration.ofMillis(1);
  }
}
