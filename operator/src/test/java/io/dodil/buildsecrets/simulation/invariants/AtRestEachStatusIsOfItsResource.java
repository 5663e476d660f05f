package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.simulation.world.Stop;
import io.dodil.buildsecrets.testkit.StatusRules;
import java.time.Instant;

/// At rest each status is of this resource and its newest generation, follows the rules by itself,
/// and answers the sync request.
final class AtRestEachStatusIsOfItsResource implements Invariant {

  private final Facts facts;

  AtRestEachStatusIsOfItsResource(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void atRest(Res r) {
    var status = facts.world.cluster().status(r);
    require(Facts.isObserved(status, r), r, "is not observed: " + status.observedGeneration());
    require(
        status.equals(facts.process.status(r)), r, "has another status than the operator believes");
    require(
        r.request().isEmpty()
            || r.request().equals(status.lastHandledSyncRequest())
            || !facts.couldTry(r)
            || waits(r, status),
        r,
        "does not answer the sync request");
    try {
      StatusRules.hold(BuildSecretsStatus.none(), status);
    } catch (AssertionError broken) {
      throw new Stop.Violation(r.path() + " breaks a rule at rest: " + broken.getMessage());
    }
  }

  /// Whoever waits for another one's attempt keeps its request.
  private boolean waits(Res r, BuildSecretsStatus status) {
    return facts
        .target(r)
        .filter(t -> facts.savedAt(r, status, t).equals(Instant.MIN))
        .filter(
            t ->
                facts.world.cluster().resources.values().stream()
                    .anyMatch(
                        o -> !o.uid().equals(r.uid()) && facts.process.config().isCandidate(o, t)))
        .isPresent();
  }
}
