package io.dodil.buildsecrets.app;

import io.dodil.buildsecrets.kubernetes.Controller;
import io.dodil.buildsecrets.kubernetes.InFlight;
import io.dodil.buildsecrets.kubernetes.client.InformerThreads;
import io.dodil.buildsecrets.observe.health.Liveness;
import io.dodil.buildsecrets.observe.health.Liveness.Check;
import io.dodil.buildsecrets.observe.health.Watchdog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What has to go on for the process to be of use, from a watch to a reconciliation that ends:
///
/// ```
/// watch -> delivery -> event queue -> executor of reconciliations -> a reconciliation, which ends
/// ```
///
/// A reconciliation that waits for a slow call, or for its turn behind many of them, is not stuck:
/// in the longest time that calls can take, one of all reconciliations ends.
final class LivenessCheck implements AutoCloseable {

  /// Of a delivery, which takes microseconds: there must be no doubt.
  static final Duration STUCK_AFTER = Duration.ofSeconds(60);

  private static final Duration BETWEEN_BEATS = Duration.ofSeconds(2);

  /// Reads of Secrets, token calls and saves of one reconciliation, each with its repetition, and a
  /// status.
  private static final int CALLS_OF_A_RUN = 6;

  private static final Duration READS_OF_A_RUN = Duration.ofMinutes(5);

  private final Liveness liveness;
  private final Watchdog events;
  private final Watchdog reconciliations;
  private volatile boolean closed;

  private LivenessCheck(Liveness liveness, Watchdog events, Watchdog reconciliations) {
    this.liveness = liveness;
    this.events = events;
    this.reconciliations = reconciliations;
  }

  /// Where it shows.
  record Signs(Controller controller, InformerThreads informerThreads, InFlight inFlight) {}

  /// @param call the longest that a call to Dodil can take
  /// @param stuckAfter the longest that an event may be on its way
  static LivenessCheck of(
      InstantSource monotonic, Signs signs, Duration call, Duration stuckAfter) {
    var events =
        Watchdog.start(monotonic, "events", BETWEEN_BEATS, signs.controller::passEventQueue);
    var reconciliations =
        Watchdog.start(monotonic, "runs", BETWEEN_BEATS, signs.controller::passExecutor);
    var limit = READS_OF_A_RUN.plus(call.multipliedBy(CALLS_OF_A_RUN));
    var liveness =
        new Liveness(
            List.of(
                new Check(
                    "the delivery of watch events has been stuck",
                    stuckAfter,
                    signs.informerThreads::longest),
                new Check("the event queue has been stuck", stuckAfter, events::underWay),
                new Check("no reconciliation could start", stuckAfter, reconciliations::underWay),
                new Check("no reconciliation has ended", limit, signs.inFlight::sinceOneEnded)));
    return new LivenessCheck(liveness, events, reconciliations);
  }

  /// Which part is stuck, in one sentence. A process that stops is not judged any more: it ends in
  /// seconds.
  Optional<String> stuck() {
    return closed ? Optional.empty() : liveness.stuck();
  }

  @Override
  public void close() {
    closed = true;
    events.close();
    reconciliations.close();
  }
}
