package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.status.messages.FailureMessages;
import io.dodil.buildsecrets.status.messages.Messages;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncResult;
import java.util.Optional;

/// The one reason of what came of a reconciliation, also where the status keeps the one of before.
public final class OutcomeReason {

  private OutcomeReason() {}

  /// Empty when nothing was learned.
  public static Optional<Reason> of(SyncResult result) {
    return switch (result.outcome()) {
      case SyncOutcome.Unchanged _, SyncOutcome.Deferred _ -> Optional.empty();
      case SyncOutcome.Saved _, SyncOutcome.Confirmed _ -> Optional.of(Reason.SAVED);
      case SyncOutcome.Denied(var denial) ->
          Optional.of(Messages.denied(denial, result.resource().id()).reason());
      case SyncOutcome.Unresolved(var problems) ->
          Optional.of(
              new StatusDrafts(BuildSecretsStatus.none(), result).unresolved(problems).reason());
      case SyncOutcome.ReadFailed() -> Optional.of(Messages.readFailed().reason());
      case SyncOutcome.NotSaved(var failure, _) -> Optional.of(reason(failure, result));
      case SyncOutcome.ResyncFailed(var failure) -> Optional.of(reason(failure, result));
      case SyncOutcome.HeldByRetryAfter(var failure) -> Optional.of(reason(failure, result));
      case SyncOutcome.RemovalHeld _ -> Optional.of(Reason.REMOVAL_GRACE);
      case SyncOutcome.Suspended _ -> Optional.of(Reason.SUSPENDED);
    };
  }

  private static Reason reason(Failure failure, SyncResult result) {
    return FailureMessages.of(failure, result.resource().spec()).reason();
  }
}
