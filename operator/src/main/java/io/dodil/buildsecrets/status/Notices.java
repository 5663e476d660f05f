package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import io.dodil.buildsecrets.sync.SyncOutcome.Saved;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// What a run has to tell, in the order it happened: one Notice for each change of (reason,
/// generation) and for each accepted save, and none for what merely goes on.
public final class Notices {

  /// A suspended resource that is up to date says so nowhere in its conditions.
  private final Set<String> suspended = ConcurrentHashMap.newKeySet();

  /// What is to be told of a run.
  ///
  /// @param before what the resource said of itself until this run
  /// @param after what it says from now on
  public List<Notice> of(BuildSecretsStatus before, SyncRun run, BuildSecretsStatus after) {
    if (run.outcome() instanceof Unchanged) {
      return List.of();
    }
    var notices = new ArrayList<Notice>();
    suspension(before, run).ifPresent(notices::add);
    ignoredRequest(run).ifPresent(notices::add);
    ownership(before, run).ifPresent(notices::add);
    if (run.outcome() instanceof Saved(var receipt)) {
      notices.addAll(saved(before, run, receipt));
    }
    warning(before, after).ifPresent(notices::add);
    deadline(before, after).ifPresent(notices::add);
    return List.copyOf(notices);
  }

  /// Somebody else writes the status, too.
  public static Notice overwritten(int times) {
    return Notice.warning("StatusOverwritten", Sentences.overwritten(times));
  }

  /// A resource is gone for good.
  public void forget(String uid) {
    suspended.remove(uid);
  }

  private Optional<Notice> suspension(BuildSecretsStatus before, SyncRun run) {
    var uid = run.resource().id().uid();
    boolean was = reason(before).filter(Reason.SUSPENDED.text()::equals).isPresent();
    if (run.outcome() instanceof Suspended) {
      boolean seen = Long.valueOf(run.generation()).equals(before.observedGeneration());
      return suspended.add(uid) && !was && !seen
          ? Optional.of(Notice.normal("Suspended", Sentences.suspended().sentence()))
          : Optional.empty();
    }
    return suspended.remove(uid) || was
        ? Optional.of(Notice.normal("Resumed", Sentences.RESUMED))
        : Optional.empty();
  }

  private static Optional<Notice> ignoredRequest(SyncRun run) {
    return run.answeredRequest()
        .flatMap(_ -> whyIgnored(run.outcome()))
        .map(why -> Notice.warning("SyncRequestIgnored", why));
  }

  private static Optional<String> whyIgnored(SyncOutcome outcome) {
    if (outcome instanceof Suspended) {
      return Optional.of(Sentences.REQUEST_WHILE_SUSPENDED);
    }
    return outcome instanceof Denied(Denial.TargetConflict _)
        ? Optional.of(Sentences.REQUEST_OF_NO_OWNER)
        : Optional.empty();
  }

  private static Optional<Notice> ownership(BuildSecretsStatus before, SyncRun run) {
    boolean waited = reason(before).filter(Reason.TARGET_CONFLICT.text()::equals).isPresent();
    boolean waits = run.outcome() instanceof Denied || run.outcome() instanceof Suspended;
    var spec = run.resource().spec();
    return waited && !waits
        ? Optional.of(
            Notice.normal(
                "OwnershipAcquired", Sentences.acquired(spec.organization(), spec.endpoint())))
        : Optional.empty();
  }

  private static List<Notice> saved(BuildSecretsStatus before, SyncRun run, SaveReceipt receipt) {
    var last = run.resource().with(before).lastSaveTo(receipt.target());
    var spec = run.resource().spec();
    var from = receipt.secrets().only(spec.payloadSecrets()).size();
    return Stream.of(
            Optional.of(Notice.normal("Saved", Sentences.saved(receipt.counts(), from))),
            last.isPresent()
                ? Optional.<Notice>empty()
                : Optional.of(Notice.normal("FirstSave", Sentences.firstSave(receipt))),
            last.flatMap(l -> groupRemoved(l, receipt)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Notice> groupRemoved(LastSave last, SaveReceipt receipt) {
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
        : Optional.of(Notice.warning("GroupRemoved", Sentences.groupsRemoved(gone)));
  }

  private static Optional<Notice> warning(BuildSecretsStatus before, BuildSecretsStatus after) {
    return after
        .condition(ConditionType.READY)
        .filter(now -> now.status() == Condition.Status.False)
        .filter(now -> !now.isFor(Reason.SUSPENDED))
        .filter(
            now -> before.condition(ConditionType.READY).filter(then -> same(then, now)).isEmpty())
        .map(now -> Notice.warning(now.reason(), now.message()));
  }

  private static boolean same(Condition then, Condition now) {
    return then.reason().equals(now.reason())
        && Objects.equals(then.observedGeneration(), now.observedGeneration());
  }

  /// Ready keeps the reason that it waits for; that it waited for too long is news.
  private static Optional<Notice> deadline(BuildSecretsStatus before, BuildSecretsStatus after) {
    return stalledByDeadline(after)
        .filter(now -> stalledByDeadline(before).filter(then -> same(then, now)).isEmpty())
        .map(now -> Notice.warning(now.reason(), now.message()));
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
