package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import java.time.Duration;
import java.util.Optional;

/// The window after the last attempt is over. The first change is sent at once; further ones wait
/// until then, and are sent together.
record CoalesceWindowCheck(Duration window) implements Check {

  @Override
  public Optional<Blocked> check(Subject subject) {
    return subject
        .state()
        .attemptEnd()
        .map(end -> end.plus(window))
        .filter(subject.now().monotonic()::isBefore)
        .map(end -> Blocked.until(end, new Unchanged(Because.COALESCING)));
  }
}
