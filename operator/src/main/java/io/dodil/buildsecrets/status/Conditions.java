package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.sync.SyncRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions of a picture, after the Kubernetes API conventions: all observe one generation,
/// and lastTransitionTime moves only when a status flips.
final class Conditions {

  private final BuildSecretsStatus previous;
  private final SyncRun run;
  private final Instant now;

  Conditions(BuildSecretsStatus previous, SyncRun run, Instant now) {
    this.previous = previous;
    this.run = run;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  List<Condition> of(Picture picture, Optional<Progress> progress) {
    var ready = ready(picture);
    var conditions = new ArrayList<Condition>();
    conditions.add(condition(ConditionType.READY, ready));
    conditions.add(condition(ConditionType.SECRETS_RESOLVED, picture.resolved()));
    conditions.add(condition(ConditionType.SYNCED, picture.synced()));
    progress.ifPresent(
        p ->
            conditions.add(
                switch (p) {
                  case Progress.Reconciling(var reason) ->
                      condition(ConditionType.RECONCILING, View.yes(reason, ready.message()));
                  case Progress.Stalled(var reason) ->
                      condition(ConditionType.STALLED, View.yes(reason, ready.message()));
                }));
    return List.copyOf(conditions);
  }

  private View ready(Picture picture) {
    if (picture.isReady()) {
      return View.yes(Reason.SUCCEEDED, picture.synced().message());
    }
    boolean saved = run.resource().with(previous).lastSave().filter(this::isInForce).isPresent();
    var message = Sentences.inForce(Sentences.message(picture.findings()), saved);
    return View.no(picture.reason(), message);
  }

  /// An endpoint that has left the configuration has no address, and still the set that was saved.
  private boolean isInForce(LastSave save) {
    var spec = run.resource().spec();
    boolean sameApi =
        run.target()
            .map(target -> target.apiUrl().equals(save.apiUrl()))
            .orElseGet(() -> save.endpoint().equals(spec.endpoint()));
    return sameApi && save.organization().equals(spec.organization());
  }

  private Condition condition(ConditionType type, View view) {
    var since =
        previous
            .condition(type)
            .filter(c -> c.status() == view.status())
            .map(Condition::lastTransitionTime)
            .orElse(now);
    return Condition.of(
        type, view.status(), run.generation(), since, view.reason(), view.message());
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
