package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.sync.SyncOutcome.Gated;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.target.Gates;
import java.util.Optional;

/// No Retry-After of the endpoint and credential is in force.
record RetryAfterCheck(Gates gates, UpToDateCheck upToDate) implements Check {

  @Override
  public Optional<Blocked> check(Subject subject) {
    var task = subject.task();
    return gates
        .closed(task.gate(), subject.now().steady())
        .map(
            gate ->
                Blocked.until(
                    gate.until(),
                    // a resync that has to wait is no news
                    upToDate.isInForce(task.resource(), task.target(), task.cached())
                        ? new Unchanged(Because.NOT_YET)
                        : new Gated(gate.why())));
  }
}
