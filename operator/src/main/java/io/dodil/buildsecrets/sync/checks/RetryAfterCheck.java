package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.ownership.RetryAfterHolds;
import io.dodil.buildsecrets.sync.SyncOutcome.HeldByRetryAfter;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import java.util.Optional;

/// No Retry-After of the endpoint and credential is in force.
record RetryAfterCheck(RetryAfterHolds holds, UpToDateCheck upToDate) implements Check {

  @Override
  public Optional<Blocked> check(Subject subject) {
    var task = subject.task();
    return holds
        .inForce(task.holdKey(), subject.now().monotonic())
        .map(
            hold ->
                Blocked.until(
                    hold.until(),
                    // a resync that has to wait is no news
                    upToDate.isInForce(task.resource(), task.target(), task.cached())
                        ? new Unchanged(Because.DEFERRED)
                        : new HeldByRetryAfter(hold.why())));
  }
}
