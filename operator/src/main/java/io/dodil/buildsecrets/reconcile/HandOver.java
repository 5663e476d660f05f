package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.sync.Sync;
import io.dodil.buildsecrets.target.InDoubtRequests;

/// Records in statuses what the next process has to know, when this one stops.
final class HandOver {

  private final Sync sync;
  private final InDoubtRequests inDoubt;
  private final StatusCache statuses;
  private final StatusPublisher publisher;
  private final Clock clock;

  HandOver(
      Sync sync,
      InDoubtRequests inDoubt,
      StatusCache statuses,
      StatusPublisher publisher,
      Clock clock) {
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
    boolean recorded = !inDoubt.isTakingOver(now.steady());
    for (var target : inDoubt.targets()) {
      // without a resource there is nowhere to write it; when the doubt is over nothing is to tell
      recorded &=
          sync.keeper(target)
              .map(keeper -> record(keeper, target, now))
              .orElseGet(() -> inDoubt.isOver(target, now.steady()));
    }
    return recorded && statuses.isWritten();
  }

  private boolean record(Resource keeper, Target target, Moment now) {
    var until = inDoubt.record(target, keeper.spec().endpoint(), now);
    var next = keeper.status().withInDoubtUntil(until.orElse(null));
    return publisher.publish(keeper, next, false).isEmpty();
  }
}
