package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.sync.retry.Persistence;
import java.time.Duration;
import java.util.List;

/// What one reconciliation came to.
public sealed interface SyncOutcome {

  /// Nothing was done and nothing was learned: what the status says still holds.
  record Unchanged(Because why) implements SyncOutcome {

    /// What was in the way.
    public enum Because {
      /// what was saved is what there is
      NOTHING_CHANGED,
      /// a save ended a moment ago: what changes now is gathered, and goes together
      COALESCING,
      /// a Retry-After, another attempt at the same target, or no Lease
      DEFERRED,
      /// there is nobody any more to save for
      GONE
    }
  }

  /// Nothing was done, since an earlier attempt came to this a moment ago and nothing has changed.
  record Deferred(SyncOutcome standing) implements SyncOutcome {}

  /// The API accepted the set.
  record Saved(SaveReceipt receipt) implements SyncOutcome {}

  /// The organization already holds this very set; only versions of Secrets moved.
  record Confirmed(String endpoint, SecretVersions secrets) implements SyncOutcome {}

  /// Stopped before anything was read.
  record Denied(Denial denial) implements SyncOutcome {}

  /// The spec and its Secrets don't make a set.
  record Unresolved(List<Problem> problems) implements SyncOutcome {

    public Unresolved {
      problems = List.copyOf(problems);
    }
  }

  /// The Kubernetes API did not give what was asked.
  record ReadFailed() implements SyncOutcome {}

  /// Resolved, and not saved.
  record NotSaved(Failure failure, Persistence persistence) implements SyncOutcome {}

  /// An unchanged set was to be saved again, and that failed: no credential is stale by it.
  record ResyncFailed(Failure failure) implements SyncOutcome {}

  /// A Retry-After of the other side is in force; it came with this failure.
  record HeldByRetryAfter(Failure failure) implements SyncOutcome {}

  /// Entries would disappear although the spec is unchanged: wait and look again.
  record RemovalHeld(Duration grace) implements SyncOutcome {}

  record Suspended(Standing standing) implements SyncOutcome {}

  /// What is known of a suspended resource.
  enum Standing {
    /// what was saved is what the spec and its Secrets say
    CURRENT,
    UNKNOWN
  }

  /// Why a reconciliation may not start.
  sealed interface Denial {

    /// The resource is larger than what is kept of one; the limit in bytes.
    record SpecTooLarge(long limit) implements Denial {}

    record EndpointNotConfigured(String endpoint) implements Denial {}

    /// Client credentials need a token URL.
    record TokenUrlNotConfigured(String endpoint) implements Denial {}

    record OrganizationNotAllowed(String organization, String endpoint) implements Denial {}

    /// Another resource owns the organization.
    record TargetConflict(ResourceId owner, String organization, String endpoint)
        implements Denial {}
  }
}
