package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.EventReason;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.status.messages.Messages;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import io.dodil.buildsecrets.sync.SyncOutcome.Saved;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// What a reconciliation has to tell, in the order it happened: one EventRecord for each change of
/// (reason, generation) and for each accepted save, and none for what merely goes on.
public final class EventRecords {

  /// A suspended resource that is up to date says so nowhere in its conditions.
  private final Set<String> suspended = ConcurrentHashMap.newKeySet();

  /// What is to be told of a reconciliation.
  ///
  /// @param before what the resource said of itself until this reconciliation
  /// @param after what it says from now on
  public List<EventRecord> of(
      BuildSecretsStatus before, SyncResult result, BuildSecretsStatus after) {
    if (result.outcome() instanceof Unchanged) {
      return List.of();
    }
    var records = new ArrayList<EventRecord>();
    suspension(before, result).ifPresent(records::add);
    ignoredRequest(result).ifPresent(records::add);
    ownership(before, result).ifPresent(records::add);
    if (result.outcome() instanceof Saved(var receipt)) {
      records.addAll(saved(before, result, receipt));
    }
    warning(before, after).ifPresent(records::add);
    deadline(before, after).ifPresent(records::add);
    return List.copyOf(records);
  }

  /// Somebody else writes the status, too.
  public static EventRecord overwritten(int times) {
    return EventRecord.of(EventReason.STATUS_OVERWRITTEN, Messages.overwritten(times));
  }

  /// A resource is gone for good.
  public void forget(String uid) {
    suspended.remove(uid);
  }

  private Optional<EventRecord> suspension(BuildSecretsStatus before, SyncResult result) {
    var uid = result.resource().id().uid();
    boolean was = reason(before).filter(Reason.SUSPENDED.text()::equals).isPresent();
    if (result.outcome() instanceof Suspended) {
      boolean seen = Long.valueOf(result.generation()).equals(before.observedGeneration());
      return suspended.add(uid) && !was && !seen
          ? Optional.of(EventRecord.of(EventReason.SUSPENDED, Messages.suspended().text()))
          : Optional.empty();
    }
    return suspended.remove(uid) || was
        ? Optional.of(EventRecord.of(EventReason.RESUMED, Messages.RESUMED))
        : Optional.empty();
  }

  private static Optional<EventRecord> ignoredRequest(SyncResult result) {
    return result
        .answeredRequest()
        .flatMap(_ -> whyIgnored(result.outcome()))
        .map(why -> EventRecord.of(EventReason.SYNC_REQUEST_IGNORED, why));
  }

  private static Optional<String> whyIgnored(SyncOutcome outcome) {
    if (outcome instanceof Suspended) {
      return Optional.of(Messages.REQUEST_WHILE_SUSPENDED);
    }
    return outcome instanceof Denied(Denial.TargetConflict _)
        ? Optional.of(Messages.REQUEST_OF_NO_OWNER)
        : Optional.empty();
  }

  private static Optional<EventRecord> ownership(BuildSecretsStatus before, SyncResult result) {
    boolean waited = reason(before).filter(Reason.TARGET_CONFLICT.text()::equals).isPresent();
    boolean waits = result.outcome() instanceof Denied || result.outcome() instanceof Suspended;
    var spec = result.resource().spec();
    return waited && !waits
        ? Optional.of(
            EventRecord.of(
                EventReason.OWNERSHIP_ACQUIRED,
                Messages.acquired(spec.organization(), spec.endpoint())))
        : Optional.empty();
  }

  private static List<EventRecord> saved(
      BuildSecretsStatus before, SyncResult result, SaveReceipt receipt) {
    var last = result.resource().with(before).lastSaveTo(receipt.target());
    var spec = result.resource().spec();
    var from = receipt.secrets().only(spec.payloadSecrets()).size();
    var saved =
        last.isPresent()
            ? EventRecord.of(EventReason.SAVED, Messages.saved(receipt.counts(), from))
            : EventRecord.of(EventReason.FIRST_SAVE, Messages.firstSave(receipt, from));
    return Stream.concat(Stream.of(saved), last.flatMap(l -> groupRemoved(l, receipt)).stream())
        .toList();
  }

  private static Optional<EventRecord> groupRemoved(LastSave last, SaveReceipt receipt) {
    var gone = new ArrayList<String>();
    if (last.registries() > 0 && receipt.counts().registries() == 0) {
      gone.add("registry credentials");
    }
    if (last.gitCredentials() > 0 && receipt.counts().gitCredentials() == 0) {
      gone.add("git credentials");
    }
    if (last.buildSecrets() > 0 && receipt.counts().buildSecrets() == 0) {
      gone.add("build secrets");
    }
    return gone.isEmpty()
        ? Optional.empty()
        : Optional.of(EventRecord.of(EventReason.GROUP_REMOVED, Messages.groupsRemoved(gone)));
  }

  private static Optional<EventRecord> warning(
      BuildSecretsStatus before, BuildSecretsStatus after) {
    return after
        .condition(ConditionType.READY)
        .filter(now -> now.status() == Condition.Status.False)
        .filter(now -> !now.isFor(Reason.SUSPENDED))
        .filter(
            now -> before.condition(ConditionType.READY).filter(then -> same(then, now)).isEmpty())
        .map(EventRecord::of);
  }

  private static boolean same(Condition then, Condition now) {
    return then.reason().equals(now.reason())
        && Objects.equals(then.observedGeneration(), now.observedGeneration());
  }

  /// Ready keeps the reason that it waits for; that it waited for too long is news.
  private static Optional<EventRecord> deadline(
      BuildSecretsStatus before, BuildSecretsStatus after) {
    return stalledByDeadline(after)
        .filter(now -> stalledByDeadline(before).filter(then -> same(then, now)).isEmpty())
        .map(EventRecord::of);
  }

  private static Optional<Condition> stalledByDeadline(BuildSecretsStatus status) {
    return status
        .condition(ConditionType.STALLED)
        .filter(c -> c.isFor(Reason.PROGRESS_DEADLINE_EXCEEDED));
  }

  private static Optional<String> reason(BuildSecretsStatus status) {
    return status.condition(ConditionType.READY).map(Condition::reason);
  }
}
