package io.dodil.buildsecrets;

import io.dodil.buildsecrets.controller.Controller;
import io.dodil.buildsecrets.controller.Deliveries;
import io.dodil.buildsecrets.controller.InFlight;
import io.dodil.buildsecrets.observe.Heartbeat;
import io.dodil.buildsecrets.observe.Liveness;
import io.dodil.buildsecrets.observe.Liveness.Part;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What has to go on for the process to be of use, from a watch to a run that ends:
///
/// ```
/// watch -> delivery -> event queue -> executor of runs -> a run, which ends
/// ```
///
/// A run that waits for a slow call, or for its turn behind many of them, is not stuck: in the
/// longest time that calls can take, one of all runs ends.
final class Vitals implements AutoCloseable {

  /// Of a delivery, which takes microseconds: there must be no doubt.
  static final Duration STUCK_AFTER = Duration.ofSeconds(60);

  private static final Duration BETWEEN_BEATS = Duration.ofSeconds(2);

  /// Reads of Secrets, token calls and saves of one run, each with its repetition, and a status.
  private static final int CALLS_OF_A_RUN = 6;

  private static final Duration READS_OF_A_RUN = Duration.ofMinutes(5);

  private final Liveness liveness;
  private final Heartbeat events;
  private final Heartbeat runs;
  private volatile boolean closed;

  private Vitals(Liveness liveness, Heartbeat events, Heartbeat runs) {
    this.liveness = liveness;
    this.events = events;
    this.runs = runs;
  }

  /// Where it shows.
  record Signs(Controller controller, Deliveries deliveries, InFlight inFlight) {}

  /// @param call the longest that a call to Dodil can take
  /// @param stuckAfter the longest that an event may be on its way
  static Vitals of(InstantSource steady, Signs signs, Duration call, Duration stuckAfter) {
    var events = Heartbeat.along(steady, "events", BETWEEN_BEATS, signs.controller::beat);
    var runs = Heartbeat.along(steady, "runs", BETWEEN_BEATS, signs.controller::beatRuns);
    var run = READS_OF_A_RUN.plus(call.multipliedBy(CALLS_OF_A_RUN));
    var liveness =
        new Liveness(
            List.of(
                new Part(
                    "the delivery of watch events has been stuck",
                    stuckAfter,
                    signs.deliveries::longest),
                new Part("the event queue has been stuck", stuckAfter, events::underWay),
                new Part("no run could begin", stuckAfter, runs::underWay),
                new Part("no run has ended", run, signs.inFlight::sinceOneEnded)));
    return new Vitals(liveness, events, runs);
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
    runs.close();
  }
}
