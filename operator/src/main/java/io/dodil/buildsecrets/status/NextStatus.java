package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The status after a run, from the status before it. Pure: the same in, the same out, and out of
/// an unchanged world comes an unchanged status.
public final class NextStatus {

  private final Duration progressDeadline;

  /// With the time that a resource may wait for what is not there yet.
  public NextStatus(Duration progressDeadline) {
    this.progressDeadline = progressDeadline;
  }

  /// What the resource shall say of itself.
  ///
  /// @param previous what it says now
  public BuildSecretsStatus after(BuildSecretsStatus previous, SyncRun run, Instant now) {
    var outcome =
        run.outcome() instanceof SyncOutcome.Deferred(var standing) ? standing : run.outcome();
    return withDoubt(previous, run, conditionsAfter(previous, run, outcome, now));
  }

  /// Written when it begins and with each acceptance that leaves it, and removed at its end: what
  /// moves between is for this process alone.
  private static BuildSecretsStatus withDoubt(
      BuildSecretsStatus previous, SyncRun run, BuildSecretsStatus next) {
    var kept =
        Optional.ofNullable(previous.inDoubtUntil())
            .filter(_ -> !(run.outcome() instanceof SyncOutcome.Saved))
            .filter(old -> run.inDoubt().filter(now -> isSameTarget(old, now)).isPresent());
    return next.withInDoubtUntil(kept.or(run::inDoubt).orElse(null));
  }

  private static boolean isSameTarget(InDoubt one, InDoubt other) {
    return Resource.inDoubtTarget(one).equals(Resource.inDoubtTarget(other));
  }

  private BuildSecretsStatus conditionsAfter(
      BuildSecretsStatus previous, SyncRun run, SyncOutcome outcome, Instant now) {
    var pictures = new Pictures(previous, run);
    return switch (outcome) {
      case SyncOutcome.Deferred(var standing) -> conditionsAfter(previous, run, standing, now);
      case SyncOutcome.Unchanged(_), SyncOutcome.ResyncFailed(_) -> answered(previous, run);
      case SyncOutcome.Saved(var receipt) -> saved(previous, run, lastSave(receipt), now);
      case SyncOutcome.Confirmed(var endpoint, var secrets) ->
          confirmed(previous, run, endpoint, secrets, now);
      case SyncOutcome.Denied(var denial) ->
          next(previous, run, pictures.stopped(Sentences.denied(denial, run.resource().id())), now);
      case SyncOutcome.Gated(var failure) -> next(previous, run, pictures.gated(failure), now);
      case SyncOutcome.Unresolved(var problems) ->
          next(previous, run, pictures.unresolved(problems), now);
      case SyncOutcome.ReadFailed() -> next(previous, run, pictures.readFailed(), now);
      case SyncOutcome.NotSaved(var failure, var persistence) ->
          next(previous, run, pictures.notSaved(failure, persistence), now);
      case SyncOutcome.RemovalHeld(var grace) ->
          next(previous, run, pictures.held(Sentences.removalHeld(grace)), now);
      case SyncOutcome.Suspended(var standing) ->
          switch (standing) {
            case CURRENT -> answered(Conditions.observing(previous, run.generation()), run);
            case UNKNOWN -> next(previous, run, pictures.stopped(Sentences.suspended()), now);
          };
    };
  }

  private BuildSecretsStatus saved(
      BuildSecretsStatus previous, SyncRun run, LastSave save, Instant now) {
    var from = Resource.versionsOf(save).only(run.resource().spec().payloadSecrets()).size();
    var picture = Picture.ready(Sentences.saved(Resource.countsOf(save), from));
    return status(previous, run, picture, save, now);
  }

  private BuildSecretsStatus confirmed(
      BuildSecretsStatus previous,
      SyncRun run,
      String endpoint,
      SecretVersions secrets,
      Instant now) {
    var old = run.resource().with(previous).lastSave().orElseThrow();
    var moved =
        new LastSave(
            old.uid(),
            old.time(),
            run.generation(),
            endpoint,
            old.apiUrl(),
            old.organization(),
            old.registries(),
            old.gitCredentials(),
            old.buildSecrets(),
            list(secrets));
    return saved(previous, run, moved, now);
  }

  private BuildSecretsStatus next(
      BuildSecretsStatus previous, SyncRun run, Picture picture, Instant now) {
    return status(
        previous, run, picture, run.resource().with(previous).lastSave().orElse(null), now);
  }

  private BuildSecretsStatus status(
      BuildSecretsStatus previous,
      SyncRun run,
      Picture picture,
      @Nullable LastSave lastSave,
      Instant now) {
    var since = Progress.since(previous, run, picture, now);
    var conditions =
        new Conditions(previous, run, now)
            .of(picture, Progress.verdict(previous, run, picture, since, progressDeadline, now));
    var expiry = readsToken(run) ? run.tokenExpiry().orElse(null) : previous.tokenExpirationTime();
    return answered(
        new BuildSecretsStatus(
            run.generation(),
            conditions,
            lastSave,
            run.resource().spec().auth().token() == null ? null : expiry,
            previous.lastHandledSyncRequest(),
            since,
            previous.inDoubtUntil()),
        run);
  }

  /// Whether a ready-made token was looked at, so that it is known when it says nothing.
  private static boolean readsToken(SyncRun run) {
    return run.outcome() instanceof SyncOutcome.Saved
        || run.outcome() instanceof SyncOutcome.NotSaved;
  }

  private static BuildSecretsStatus answered(BuildSecretsStatus status, SyncRun run) {
    return run.answeredRequest()
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
