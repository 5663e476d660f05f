package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncRun;
import java.util.Optional;

/// The one reason of what came of a run, also where the status keeps the one of before.
public final class RunReason {

  private RunReason() {}

  /// Empty when nothing was learned.
  public static Optional<Reason> of(SyncRun run) {
    return switch (run.outcome()) {
      case SyncOutcome.Unchanged _, SyncOutcome.Deferred _ -> Optional.empty();
      case SyncOutcome.Saved _, SyncOutcome.Confirmed _ -> Optional.of(Reason.SAVED);
      case SyncOutcome.Denied(var denial) ->
          Optional.of(Sentences.denied(denial, run.resource().id()).reason());
      case SyncOutcome.Unresolved(var problems) ->
          Optional.of(new Pictures(BuildSecretsStatus.none(), run).unresolved(problems).reason());
      case SyncOutcome.ReadFailed() -> Optional.of(Sentences.readFailed().reason());
      case SyncOutcome.NotSaved(var failure, _) -> Optional.of(reason(failure, run));
      case SyncOutcome.ResyncFailed(var failure) -> Optional.of(reason(failure, run));
      case SyncOutcome.Gated(var failure) -> Optional.of(reason(failure, run));
      case SyncOutcome.RemovalHeld _ -> Optional.of(Reason.REMOVAL_GRACE);
      case SyncOutcome.Suspended _ -> Optional.of(Reason.SUSPENDED);
    };
  }

  private static Reason reason(Failure failure, SyncRun run) {
    return FailureSentences.of(failure, run.resource().spec().organization()).reason();
  }
}
