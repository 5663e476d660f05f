package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.status.messages.Messages;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncResult;
import io.dodil.buildsecrets.sync.retry.Persistence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The status after a reconciliation, from the status before it. Pure: the same in, the same out,
/// and out of an unchanged world comes an unchanged status.
public final class StatusCalculator {

  private final Duration progressDeadline;

  /// With the time that a resource may wait for what is not there yet.
  public StatusCalculator(Duration progressDeadline) {
    this.progressDeadline = progressDeadline;
  }

  /// What the resource shall say of itself.
  ///
  /// @param previous what it says now
  public BuildSecretsStatus after(BuildSecretsStatus previous, SyncResult result, Instant now) {
    return withDoubt(previous, result, conditionsAfter(previous, result, result.outcome(), now));
  }

  /// Written when it begins and with each acceptance that leaves it, and removed at its end: what
  /// moves between is for this process alone.
  private static BuildSecretsStatus withDoubt(
      BuildSecretsStatus previous, SyncResult result, BuildSecretsStatus next) {
    var kept =
        Optional.ofNullable(previous.inDoubtUntil())
            .filter(_ -> !(result.outcome() instanceof SyncOutcome.Saved))
            .filter(old -> result.inDoubt().filter(now -> isSameTarget(old, now)).isPresent());
    return next.withInDoubtUntil(kept.or(result::inDoubt).orElse(null));
  }

  private static boolean isSameTarget(InDoubt one, InDoubt other) {
    return Resource.inDoubtTarget(one).equals(Resource.inDoubtTarget(other));
  }

  private BuildSecretsStatus conditionsAfter(
      BuildSecretsStatus previous, SyncResult result, SyncOutcome outcome, Instant now) {
    var drafts = new StatusDrafts(previous, result);
    return switch (outcome) {
      case SyncOutcome.Deferred(var standing) -> conditionsAfter(previous, result, standing, now);
      case SyncOutcome.Unchanged(_) -> answered(previous, result);
      case SyncOutcome.ResyncFailed(_) when previous.isTrue(ConditionType.READY) ->
          answered(previous, result);
      // somebody has removed what the status said
      case SyncOutcome.ResyncFailed(var failure) ->
          next(previous, result, drafts.notSaved(failure, Persistence.RECENT), now);
      case SyncOutcome.Saved(var receipt) -> saved(previous, result, lastSave(receipt), now);
      case SyncOutcome.Confirmed(var endpoint, var secrets) ->
          confirmed(previous, result, endpoint, secrets, now);
      case SyncOutcome.Denied(var denial) ->
          next(
              previous,
              result,
              drafts.stopped(Messages.denied(denial, result.resource().id())),
              now);
      case SyncOutcome.HeldByRetryAfter(var failure) ->
          next(previous, result, drafts.heldByRetryAfter(failure), now);
      case SyncOutcome.Unresolved(var problems) ->
          next(previous, result, drafts.unresolved(problems), now);
      case SyncOutcome.ReadFailed() -> next(previous, result, drafts.readFailed(), now);
      case SyncOutcome.NotSaved(var failure, var persistence) ->
          next(previous, result, drafts.notSaved(failure, persistence), now);
      case SyncOutcome.RemovalHeld(var grace) ->
          next(previous, result, drafts.held(Messages.removalHeld(grace)), now);
      case SyncOutcome.Suspended(var standing) ->
          switch (standing) {
            case CURRENT -> answered(Conditions.observing(previous, result.generation()), result);
            case UNKNOWN -> next(previous, result, drafts.stopped(Messages.suspended()), now);
          };
    };
  }

  private BuildSecretsStatus saved(
      BuildSecretsStatus previous, SyncResult result, LastSave save, Instant now) {
    var from = Resource.versionsOf(save).only(result.resource().spec().payloadSecrets()).size();
    var draft = StatusDraft.ready(Messages.saved(Resource.countsOf(save), from));
    return status(previous, result, draft, save, now);
  }

  private BuildSecretsStatus confirmed(
      BuildSecretsStatus previous,
      SyncResult result,
      String endpoint,
      SecretVersions secrets,
      Instant now) {
    var old = result.resource().with(previous).lastSave().orElseThrow();
    var moved =
        new LastSave(
            old.uid(),
            old.time(),
            result.generation(),
            endpoint,
            old.apiUrl(),
            old.organization(),
            old.organizationId(),
            old.organizationUnnamed(),
            old.registries(),
            old.gitCredentials(),
            old.buildSecrets(),
            list(secrets));
    return saved(previous, result, moved, now);
  }

  private BuildSecretsStatus next(
      BuildSecretsStatus previous, SyncResult result, StatusDraft draft, Instant now) {
    return status(
        previous, result, draft, result.resource().with(previous).lastSave().orElse(null), now);
  }

  private BuildSecretsStatus status(
      BuildSecretsStatus previous,
      SyncResult result,
      StatusDraft draft,
      @Nullable LastSave lastSave,
      Instant now) {
    var since = Progress.since(previous, result, draft, now);
    var conditions =
        new Conditions(previous, result, now)
            .of(draft, Progress.verdict(previous, result, draft, since, progressDeadline, now));
    var expiry =
        readsToken(result) ? result.tokenExpiry().orElse(null) : previous.tokenExpirationTime();
    return answered(
        new BuildSecretsStatus(
            result.generation(),
            conditions,
            lastSave,
            result.resource().spec().auth().token() == null ? null : expiry,
            previous.lastHandledSyncRequest(),
            since,
            previous.inDoubtUntil()),
        result);
  }

  /// Whether a ready-made token was looked at, so that it is known when it says nothing.
  private static boolean readsToken(SyncResult result) {
    return result.outcome() instanceof SyncOutcome.Saved
        || result.outcome() instanceof SyncOutcome.NotSaved;
  }

  private static BuildSecretsStatus answered(BuildSecretsStatus status, SyncResult result) {
    return result
        .answeredRequest()
        .map(
            request ->
                new BuildSecretsStatus(
                    status.observedGeneration(),
                    status.conditions(),
                    status.lastSave(),
                    status.tokenExpirationTime(),
                    request,
                    status.progressingSince(),
                    status.inDoubtUntil()))
        .orElse(status);
  }

  private static LastSave lastSave(SaveReceipt receipt) {
    return new LastSave(
        receipt.resource().uid(),
        receipt.time(),
        receipt.generation(),
        receipt.endpoint(),
        receipt.target().apiUrl(),
        receipt.target().organization(),
        receipt.tokenOrganization().id().orElse(null),
        receipt.tokenOrganization().isNamed() ? null : true,
        receipt.counts().registries(),
        receipt.counts().gitCredentials(),
        receipt.counts().buildSecrets(),
        list(receipt.secrets()));
  }

  private static List<LastSave.SecretVersion> list(SecretVersions versions) {
    return versions.byName().entrySet().stream()
        .map(e -> new LastSave.SecretVersion(e.getKey(), e.getValue()))
        .toList();
  }
}
