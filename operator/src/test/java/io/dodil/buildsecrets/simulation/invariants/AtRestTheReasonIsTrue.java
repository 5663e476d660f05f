package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.simulation.world.Oracle;
import io.dodil.buildsecrets.simulation.world.Res;
import java.time.Instant;
import java.util.Optional;

/// At rest a resource that is not ready says what is in its way, and that is in its way.
final class AtRestTheReasonIsTrue implements Invariant {

  private final Facts facts;

  AtRestTheReasonIsTrue(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void atRest(Res r) {
    var status = facts.world.cluster().status(r);
    var reason = Facts.reason(status);
    require(
        r.want().suspended() == reason.equals("Suspended")
            || (r.want().suspended() && status.isTrue("Ready")),
        r,
        "is suspended, or is not, and says " + reason);
    if (r.want().suspended() || status.isTrue("Ready")) {
      return;
    }
    var expected = expected(r);
    if (expected.isPresent()) {
      require(expected.get().equals(reason), r, "says " + reason + ", not " + expected.get());
      return;
    }
    var target = facts.target(r).orElseThrow();
    if (reason.equals("TargetConflict")) {
      require(rivalsHaveSaved(r, target), r, "says that another one owns what nobody has saved");
      return;
    }
    require(!canSave(r), r, "could save, and says " + reason);
    boolean resolves =
        Oracle.payload(r, facts.world.cluster().secrets, facts.process.config()).isPresent();
    require(resolves || !isSaidToBeResolved(status), r, "is said to be resolved");
  }

  /// What the configuration alone has to say.
  private Optional<String> expected(Res r) {
    var config = facts.process.config();
    if (facts.target(r).isEmpty() || !config.canAuthenticate(r.want())) {
      return Optional.of("EndpointNotConfigured");
    }
    return config.allows(r) ? Optional.empty() : Optional.of("OrganizationNotAllowed");
  }

  private static boolean isSaidToBeResolved(BuildSecretsStatus status) {
    return status.condition("SecretsResolved").orElseThrow().reason().equals("Resolved");
  }

  private boolean rivalsHaveSaved(Res r, String target) {
    return facts.world.cluster().resources.values().stream()
        .filter(o -> !o.uid().equals(r.uid()) && facts.process.config().isCandidate(o, target))
        .anyMatch(o -> !facts.savedAt(o, facts.process.status(o), target).equals(Instant.MIN));
  }

  /// Whether nothing is in its way but other resources.
  private boolean canSave(Res r) {
    return Oracle.payload(r, facts.world.cluster().secrets, facts.process.config()).isPresent()
        && Oracle.hasGoodCredential(r, facts.world, facts.process.config());
  }
}
