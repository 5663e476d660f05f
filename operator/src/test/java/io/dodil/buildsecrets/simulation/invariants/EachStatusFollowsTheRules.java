package io.dodil.buildsecrets.simulation.invariants;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Stop;
import io.dodil.buildsecrets.sync.SyncRun;
import io.dodil.buildsecrets.testkit.StatusRules;

/// Each status that a reconciliation comes to follows the rules that kubectl, kstatus and people rely
/// on: its reasons belong together, its messages end as they should, and nothing is taken back.
final class EachStatusFollowsTheRules implements Invariant {

  private final Facts facts;

  EachStatusFollowsTheRules(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void concludes(Pass pass, SyncRun run, BuildSecretsStatus after) {
    var before = run.resource().status();
    boolean foreign = facts.world.cluster().isForeign(before, run.resource().id());
    try {
      StatusRules.hold(foreign ? BuildSecretsStatus.none() : before, run, after);
    } catch (AssertionError broken) {
      throw new Stop.Violation(pass.cached.path() + " breaks a rule: " + broken.getMessage());
    }
  }
}
