package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.sync.SyncOutcome.Confirmed;
import io.dodil.buildsecrets.sync.SyncOutcome.RemovalHeld;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.target.AcceptedSaves;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.TargetState;
import io.dodil.buildsecrets.target.Unsettled;
import java.time.Instant;
import java.util.Optional;

/// Whether a set that is ready has to be sent, and now: not when the organization holds just this,
/// not when just this failed a moment ago, not while entries are about to disappear by themselves.
final class Need {

  private final Settings settings;
  private final AcceptedSaves accepted;
  private final Unsettled unsettled;
  private final Memory memory;

  Need(Settings settings, TargetState targets, Memory memory) {
    this.settings = settings;
    this.accepted = targets.accepted();
    this.unsettled = targets.unsettled();
    this.memory = memory;
  }

  Step<Prepared> check(Prepared prepared, Moment moment) {
    var now = moment.steady();
    var resource = prepared.job().resource();
    boolean forced = resource.openSyncRequest().isPresent();
    boolean again =
        isResync(resource, moment.wall()) || unsettled.isDue(prepared.job().target(), now);
    // an acceptance for somebody else, or for a namesake, is not this resource's
    if (!forced
        && !again
        && resource.lastSaveTo(prepared.job().target()).isPresent()
        && accepted.holds(prepared.job().target(), prepared.save())) {
      memory.update(resource.id().uid(), m -> m.inForce(resource.spec()));
      return Step.End.with(new Confirmed(prepared.job().endpoint().name(), prepared.secrets()));
    }
    var wait = backoff(prepared, now);
    if (wait.isPresent()) {
      return new Step.End<>(new Unchanged(Because.NOT_YET), wait);
    }
    return forced ? new Step.On<>(prepared) : guardRemoval(prepared, now);
  }

  private boolean isResync(Candidate resource, Instant now) {
    return Due.resync(resource, settings, now).filter(due -> !now.isBefore(due)).isPresent();
  }

  private Optional<Instant> backoff(Prepared prepared, Instant now) {
    return memory
        .of(prepared.job().resource().id().uid())
        .failed()
        .filter(f -> f.sameSave(prepared.job().resource(), Optional.of(prepared.save())))
        .map(FailedAttempt::retryAt)
        .filter(now::isBefore);
  }

  /// An optional Secret that is replaced is gone for a moment; so is what it held for the builds,
  /// if that moment is saved.
  private Step<Prepared> guardRemoval(Prepared prepared, Instant now) {
    var resource = prepared.job().resource();
    boolean removes =
        resource
            .lastSaveTo(prepared.job().target())
            .filter(save -> save.generation() == resource.generation())
            .filter(save -> prepared.counts().anyBelow(Candidate.countsOf(save)))
            .isPresent();
    if (!removes) {
      memory.update(resource.id().uid(), m -> m.removing(Optional.empty()));
      return new Step.On<>(prepared);
    }
    var since = memory.of(resource.id().uid()).removalSince().orElse(now);
    var until = since.plus(settings.removalGrace());
    if (!now.isBefore(until)) {
      return new Step.On<>(prepared);
    }
    memory.update(resource.id().uid(), m -> m.removing(Optional.of(since)));
    return new Step.End<>(new RemovalHeld(settings.removalGrace()), Optional.of(until));
  }
}
