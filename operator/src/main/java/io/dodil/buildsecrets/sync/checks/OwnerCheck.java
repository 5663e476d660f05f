package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import java.time.Duration;
import java.util.Optional;

/// It is the resource's turn to save to the target.
record OwnerCheck() implements Check {

  /// A resource that waits for the attempt of another one is woken at its end, and looks again
  /// after this at the latest.
  static final Duration RECHECK = Duration.ofSeconds(5);

  @Override
  public Optional<Blocked> check(Subject subject) {
    return subject.isOwner()
        ? Optional.empty()
        : Optional.of(
            Blocked.until(
                subject.now().monotonic().plus(RECHECK), new Unchanged(Because.DEFERRED)));
  }
}
