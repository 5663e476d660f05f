package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.sync.SaveAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What was not accepted is not sent again by another reconciliation before its back-off, as long
/// as neither the resource nor the sync request changes.
final class TheSameIsNotTriedAgainAtOnce implements Invariant {

  private static final Duration LEAST = Duration.ofMillis(100);

  private final Facts facts;
  private final Map<String, FailedSave> failed = new HashMap<>();

  private record FailedSave(
      Pass pass, long generation, String request, Call call, Failure why, Instant end) {}

  TheSameIsNotTriedAgainAtOnce(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void putStarts(Call call) {
    var now = facts.current(call.pass());
    Optional.ofNullable(failed.get(call.uid()))
        .filter(f -> f.pass != call.pass())
        .filter(f -> f.call.target().equals(call.target()) && f.call.body().equals(call.body()))
        .filter(f -> f.call.credential().equals(call.credential()))
        .filter(f -> f.call.scope().equals(call.scope()))
        .filter(f -> now.filter(r -> sameAs(f, r)).isPresent())
        .ifPresent(
            f ->
                require(
                    !facts.world.monotonic().isBefore(f.end.plus(wait(f.why))),
                    call.pass().cached,
                    "tries the same again too soon"));
  }

  private static boolean sameAs(FailedSave failed, Res resource) {
    return failed.generation == resource.generation() && failed.request.equals(resource.request());
  }

  private static Duration wait(Failure failure) {
    return failure instanceof Failure.PayloadRejected || failure instanceof Failure.RedirectRejected
        ? Contract.TERMINAL_RETRY
        : LEAST;
  }

  @Override
  public void putEnds(Call call, SaveAnswer answer) {
    failed.remove(call.uid());
    if (answer instanceof SaveAnswer.NotAccepted(var failure, _, _)) {
      var worked = call.pass().worked;
      failed.put(
          call.uid(),
          new FailedSave(
              call.pass(),
              worked.generation(),
              worked.request(),
              call,
              failure,
              facts.world.monotonic()));
    }
  }
}
