package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.status.messages.Messages;
import io.dodil.buildsecrets.sync.SyncResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions of a draft, after the Kubernetes API conventions: all observe one generation, and
/// lastTransitionTime moves only when a status flips.
final class Conditions {

  private final BuildSecretsStatus previous;
  private final SyncResult result;
  private final Instant now;

  Conditions(BuildSecretsStatus previous, SyncResult result, Instant now) {
    this.previous = previous;
    this.result = result;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  List<Condition> of(StatusDraft draft, Optional<Progress> progress) {
    var ready = ready(draft);
    var conditions = new ArrayList<Condition>();
    conditions.add(condition(ConditionType.READY, ready));
    conditions.add(condition(ConditionType.SECRETS_RESOLVED, draft.resolved()));
    conditions.add(condition(ConditionType.SYNCED, draft.synced()));
    progress.ifPresent(
        p ->
            conditions.add(
                switch (p) {
                  case Progress.Reconciling(var reason) ->
                      condition(
                          ConditionType.RECONCILING, ConditionDraft.yes(reason, ready.message()));
                  case Progress.Stalled(var reason) ->
                      condition(ConditionType.STALLED, ConditionDraft.yes(reason, ready.message()));
                }));
    return List.copyOf(conditions);
  }

  private ConditionDraft ready(StatusDraft draft) {
    if (draft.isReady()) {
      return ConditionDraft.yes(Reason.SUCCEEDED, draft.synced().message());
    }
    boolean saved = result.resource().with(previous).lastSave().filter(this::isInForce).isPresent();
    var message = Messages.inForce(Messages.message(draft.problems()), saved);
    return ConditionDraft.no(draft.reason(), message);
  }

  /// An endpoint that has left the configuration has no address, and still the set that was saved.
  private boolean isInForce(LastSave save) {
    var spec = result.resource().spec();
    boolean sameApi =
        result
            .target()
            .map(target -> target.apiUrl().equals(save.apiUrl()))
            .orElseGet(() -> save.endpoint().equals(spec.endpoint()));
    return sameApi && save.organization().equals(spec.organization());
  }

  private Condition condition(ConditionType type, ConditionDraft draft) {
    var since =
        previous
            .condition(type)
            .filter(c -> c.status() == draft.status())
            .map(Condition::lastTransitionTime)
            .orElse(now);
    return Condition.of(
        type, draft.status(), result.generation(), since, draft.reason(), draft.message());
  }

  /// The same conditions, of another generation.
  static BuildSecretsStatus observing(BuildSecretsStatus status, long generation) {
    return new BuildSecretsStatus(
        generation,
        status.conditions().stream()
            .map(
                c ->
                    new Condition(
                        c.type(),
                        c.status(),
                        generation,
                        c.lastTransitionTime(),
                        c.reason(),
                        c.message()))
            .toList(),
        status.lastSave(),
        status.tokenExpirationTime(),
        status.lastHandledSyncRequest(),
        status.progressingSince(),
        status.inDoubtUntil());
  }
}
