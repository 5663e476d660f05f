package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.sync.SyncOutcome;

/// The name of an outcome in labels of metrics and in log lines.
public final class OutcomeName {

  private OutcomeName() {}

  /// Returns it for an outcome.
  public static String of(SyncOutcome outcome) {
    return switch (outcome) {
      case SyncOutcome.Unchanged(var why) ->
          switch (why) {
            case NOTHING_CHANGED -> "unchanged";
            case COALESCING -> "coalescing";
            case DEFERRED -> "deferred";
            case GONE -> "gone";
          };
      case SyncOutcome.Deferred _ -> "backing_off";
      case SyncOutcome.Saved _ -> "saved";
      case SyncOutcome.Confirmed _ -> "confirmed";
      case SyncOutcome.Denied _ -> "denied";
      case SyncOutcome.Unresolved _ -> "unresolved";
      case SyncOutcome.ReadFailed _ -> "read_failed";
      case SyncOutcome.NotSaved _ -> "not_saved";
      case SyncOutcome.ResyncFailed _ -> "resync_failed";
      case SyncOutcome.HeldByRetryAfter _ -> "held_by_retry_after";
      case SyncOutcome.RemovalHeld _ -> "removal_held";
      case SyncOutcome.Suspended _ -> "suspended";
    };
  }
}
