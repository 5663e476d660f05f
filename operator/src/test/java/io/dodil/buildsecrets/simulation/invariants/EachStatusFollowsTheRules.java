package io.dodil.buildsecrets.simulation.invariants;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Stop;
import io.dodil.buildsecrets.sync.SyncResult;
import io.dodil.buildsecrets.testkit.StatusRules;

/// Each status that a reconciliation comes to follows the rules that kubectl, kstatus and people
/// rely on: its reasons belong together, its messages end as they should, and nothing is taken
/// back.
final class EachStatusFollowsTheRules implements Invariant {

  private final Facts facts;

  EachStatusFollowsTheRules(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void concludes(Pass pass, SyncResult result, BuildSecretsStatus after) {
    var before = result.resource().status();
    boolean foreign = facts.world.cluster().isForeign(before, result.resource().id());
    try {
      StatusRules.hold(foreign ? BuildSecretsStatus.none() : before, result, after);
    } catch (AssertionError broken) {
      throw new Stop.Violation(pass.cached.path() + " breaks a rule: " + broken.getMessage());
    }
  }
}
