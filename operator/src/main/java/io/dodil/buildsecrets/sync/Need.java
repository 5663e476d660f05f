package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.sync.SyncOutcome.Confirmed;
import io.dodil.buildsecrets.sync.SyncOutcome.Deferred;
import io.dodil.buildsecrets.sync.SyncOutcome.RemovalHeld;
import io.dodil.buildsecrets.target.AcceptedSaves;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.InDoubtRequests;
import io.dodil.buildsecrets.target.TargetState;
import java.time.Instant;
import java.util.Optional;

/// Whether a set that is ready has to be sent, and now: not when the organization holds just this,
/// not when just this failed a moment ago, not while entries are about to disappear by themselves.
final class Need {

  private final Settings settings;
  private final AcceptedSaves accepted;
  private final InDoubtRequests inDoubt;
  private final Memory memory;

  Need(Settings settings, TargetState targets, Memory memory) {
    this.settings = settings;
    this.accepted = targets.accepted();
    this.inDoubt = targets.inDoubt();
    this.memory = memory;
  }

  Step<Prepared> check(Prepared prepared, Moment moment) {
    var now = moment.steady();
    var resource = prepared.job().resource();
    boolean forced = resource.openSyncRequest().isPresent();
    boolean again =
        isResync(resource, moment.wall()) || inDoubt.isDue(prepared.job().target(), now);
    // an acceptance for somebody else, or for a namesake, is not this resource's
    if (!forced
        && !again
        && resource.lastSaveTo(prepared.job().target()).isPresent()
        && accepted.holds(prepared.job().target(), prepared.save())) {
      memory.update(resource.id().uid(), m -> m.inForce(resource.spec()));
      return Step.End.with(new Confirmed(prepared.job().endpoint().name(), prepared.secrets()));
    }
    return failedBefore(prepared, now)
        .<Step<Prepared>>map(
            save -> new Step.End<>(new Deferred(save.outcome()), Optional.of(save.retryAt())))
        .orElseGet(() -> forced ? new Step.On<>(prepared) : guardRemoval(prepared, now));
  }

  private boolean isResync(Candidate resource, Instant now) {
    return Due.resync(resource, settings, now).filter(due -> !now.isBefore(due)).isPresent();
  }

  private Optional<FailedSave> failedBefore(Prepared prepared, Instant now) {
    return memory
        .of(prepared.job().resource().id().uid())
        .failedSave()
        .filter(failed -> failed.request().equals(prepared.inputs()))
        .filter(failed -> now.isBefore(failed.retryAt()));
  }

  /// An optional Secret that is replaced is gone for a moment; so is what it held for the builds,
  /// if that moment is saved.
  private Step<Prepared> guardRemoval(Prepared prepared, Instant now) {
    var resource = prepared.job().resource();
    var remembered = memory.of(resource.id().uid());
    boolean removes =
        resource
            .lastSaveTo(prepared.job().target())
            .filter(save -> isSameSpec(resource, save.generation(), remembered))
            .filter(save -> prepared.counts().anyBelow(Candidate.countsOf(save)))
            .isPresent();
    if (!removes) {
      memory.update(resource.id().uid(), m -> m.removing(Optional.empty()));
      return new Step.On<>(prepared);
    }
    var since = remembered.removalSince().orElse(now);
    var until = since.plus(settings.removalGrace());
    if (!now.isBefore(until)) {
      return new Step.On<>(prepared);
    }
    memory.update(resource.id().uid(), m -> m.removing(Optional.of(since)));
    return new Step.End<>(new RemovalHeld(settings.removalGrace()), Optional.of(until));
  }

  /// To suspend and to resume makes a new generation each, and changes nothing that is saved.
  private static boolean isSameSpec(
      Candidate resource, long savedGeneration, Memory.Remembered remembered) {
    return savedGeneration == resource.generation()
        || remembered.savedSpec().filter(resource.spec()::sameButSuspend).isPresent();
  }
}
