package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.ownership.AcceptedSaves;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.ownership.TargetState;
import io.dodil.buildsecrets.sync.SyncOutcome.Confirmed;
import io.dodil.buildsecrets.sync.SyncOutcome.Deferred;
import io.dodil.buildsecrets.sync.SyncOutcome.RemovalHeld;
import java.time.Instant;
import java.util.Optional;

/// Decides whether a request that is prepared has to be sent now: not when the organization holds
/// just this, not when just this failed a moment ago, not while entries are about to disappear by
/// themselves.
final class SaveDecision {

  private final Settings settings;
  private final AcceptedSaves accepted;
  private final InDoubtRequests inDoubt;
  private final ResourceStates resourceStates;

  SaveDecision(Settings settings, TargetState targets, ResourceStates resourceStates) {
    this.settings = settings;
    this.accepted = targets.accepted();
    this.inDoubt = targets.inDoubt();
    this.resourceStates = resourceStates;
  }

  StageResult<PreparedSave> decide(PreparedSave prepared, Timestamp moment) {
    var now = moment.monotonic();
    var resource = prepared.task().resource();
    boolean forced = resource.openSyncRequest().isPresent();
    boolean again =
        isResync(resource, moment.wall()) || inDoubt.isDue(prepared.task().target(), now);
    // an acceptance for somebody else, or for a namesake, is not this resource's
    if (!forced
        && !again
        && resource.lastSaveTo(prepared.task().target()).isPresent()
        && accepted.holds(prepared.task().target(), prepared.save())) {
      resourceStates.update(resource.id().uid(), m -> m.inForce(resource.spec()));
      return StageResult.Done.with(
          new Confirmed(prepared.task().endpoint().name(), prepared.secrets()));
    }
    return failedBefore(prepared, now)
        .<StageResult<PreparedSave>>map(
            save -> StageResult.Done.until(save.retryAt(), new Deferred(save.outcome())))
        .orElseGet(
            () -> forced ? new StageResult.Continue<>(prepared) : guardRemoval(prepared, now));
  }

  private boolean isResync(Resource resource, Instant now) {
    return Due.resync(resource, settings, now).filter(due -> !now.isBefore(due)).isPresent();
  }

  private Optional<FailedSave> failedBefore(PreparedSave prepared, Instant now) {
    return resourceStates
        .of(prepared.task().resource().id().uid())
        .failedSave()
        .filter(failed -> failed.request().equals(prepared.inputs()))
        .filter(failed -> now.isBefore(failed.retryAt()));
  }

  /// An optional Secret that is replaced is gone for a moment; so is what it held for the builds,
  /// if that moment is saved.
  private StageResult<PreparedSave> guardRemoval(PreparedSave prepared, Instant now) {
    var resource = prepared.task().resource();
    var state = resourceStates.of(resource.id().uid());
    boolean removes =
        resource
            .lastSaveTo(prepared.task().target())
            .filter(save -> isSameSpec(resource, save.generation(), state))
            .filter(save -> prepared.counts().anyBelow(Resource.countsOf(save)))
            .isPresent();
    if (!removes) {
      resourceStates.update(resource.id().uid(), m -> m.removing(Optional.empty()));
      return new StageResult.Continue<>(prepared);
    }
    var since = state.removalSince().orElse(now);
    var until = since.plus(settings.removalGrace());
    if (!now.isBefore(until)) {
      return new StageResult.Continue<>(prepared);
    }
    resourceStates.update(resource.id().uid(), m -> m.removing(Optional.of(since)));
    return StageResult.Done.until(until, new RemovalHeld(settings.removalGrace()));
  }

  private static boolean isSameSpec(
      Resource resource, long savedGeneration, ResourceStates.ResourceState state) {
    return savedGeneration == resource.generation() || state.wasSaved(resource.spec());
  }
}
