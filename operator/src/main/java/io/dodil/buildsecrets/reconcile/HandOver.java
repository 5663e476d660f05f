package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.sync.Sync;

/// Records in statuses what the next process has to know, when this one stops.
final class HandOver {

  private final Sync sync;
  private final InDoubtRequests inDoubt;
  private final StatusCache statuses;
  private final StatusPublisher publisher;
  private final TimeSource clock;

  HandOver(
      Sync sync,
      InDoubtRequests inDoubt,
      StatusCache statuses,
      StatusPublisher publisher,
      TimeSource clock) {
    this.sync = sync;
    this.inDoubt = inDoubt;
    this.statuses = statuses;
    this.publisher = publisher;
    this.clock = clock;
  }

  /// Writes the statuses.
  ///
  /// @return whether everything that the next process has to know is written
  boolean record() {
    var now = clock.now();
    boolean recorded = !inDoubt.isTakingOver(now.monotonic());
    for (var target : inDoubt.targets()) {
      // without a resource there is nowhere to write it; when the doubt is over nothing is to tell
      recorded &=
          sync.keeper(target)
              .map(keeper -> record(keeper, target, now))
              .orElseGet(() -> inDoubt.isOver(target, now.monotonic()));
    }
    return recorded && statuses.isWritten();
  }

  private boolean record(Resource keeper, Target target, Timestamp now) {
    var until = inDoubt.record(target, keeper.spec().endpoint(), now);
    var next = keeper.status().withInDoubtUntil(until.orElse(null));
    return publisher.publish(keeper, next, false).isEmpty();
  }
}
