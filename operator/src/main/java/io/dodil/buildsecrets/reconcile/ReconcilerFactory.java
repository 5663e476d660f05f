package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.auth.TokenEndpoint;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.ownership.TargetState;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.LiveState;
import io.dodil.buildsecrets.sync.SaveEndpoint;
import io.dodil.buildsecrets.sync.Sync;
import io.dodil.buildsecrets.sync.SyncPorts;
import io.dodil.buildsecrets.sync.SyncState;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// Wires the core of one process. What the process remembers exists from the beginning; the
/// reconciler is created when the watches are there that it looks through.
public final class ReconcilerFactory {

  private final Settings settings;
  private final SaveEndpoint saves;
  private final ReconciliationListener listener;
  private final TimeSource clock;
  private final DoubleSupplier random;
  private final RequestIds requestIds;
  private final SyncPorts.StopSignal stop;
  private final SyncState state;

  /// Creates the memory of a process that has just begun.
  ///
  /// @param random in [0, 1)
  /// @param stop asked before anything is read
  public ReconcilerFactory(
      Settings settings,
      TokenEndpoint tokens,
      SaveEndpoint saves,
      ReconciliationListener listener,
      TimeSource clock,
      DoubleSupplier random,
      RequestIds requestIds,
      SyncPorts.StopSignal stop) {
    this.settings = settings;
    this.saves = saves;
    this.listener = listener;
    this.clock = clock;
    this.random = random;
    this.requestIds = requestIds;
    this.stop = stop;
    var inDoubt =
        new InDoubtRequests(settings.calls().timeout(), LeaderElectionSettings.LEASE_DURATION);
    this.state =
        SyncState.empty(new Tokens(tokens, clock.monotonic(), random), TargetState.empty(inDoubt));
  }

  /// Creates the reconciler of this process.
  ///
  /// @param cache shows the cluster as the watches do
  public ResourceReconciler create(
      CachedState cache, LiveState live, StatusWrites writes, Waker waker, ResourceTimers timers) {
    var statuses = new StatusCache();
    var known = new KnownState(cache, statuses, clock.wall());
    var ports = new SyncPorts(known, live, saves, listener, stop, clock, random, requestIds::next);
    var sync = new Sync(settings, ports, state);
    var inDoubt = state.targets().inDoubt();
    var errors = new ErrorBackoff();
    var dueTimes = new DueTimes(timers, clock.monotonic());
    var reader = new StatusReader(statuses, inDoubt);
    var publisher = new StatusPublisher(known, statuses, writes, waker, listener, clock);
    var ownership = new OwnershipWakeUps(settings, sync, known, waker, listener);
    var forgetting = new Forgetting(cache, statuses, reader, sync, errors, dueTimes, listener);
    return new ResourceReconciler(
        known,
        new Reconciliation(
            settings, sync, live, statuses, reader, publisher, ownership, errors, listener, clock),
        new ResourceEvents(
            statuses, reader, ownership, forgetting, dueTimes, waker, listener, clock),
        new HandOver(sync, inDoubt, statuses, publisher, clock),
        forgetting,
        dueTimes,
        waker,
        listener);
  }

  /// This process has taken the Lease over from one that did not release it.
  public void leaseTakenOver() {
    state.targets().inDoubt().takeover(clock.now().monotonic());
  }

  /// How many credentials a Retry-After holds back now, by endpoint.
  public Map<String, Long> rateLimitedCredentials() {
    return state.retryAfterHolds().inForce(clock.now().monotonic());
  }

  /// How many targets have a set that has to be sent once more.
  public long confirmingTargets() {
    return state.targets().inDoubt().confirming();
  }
}
