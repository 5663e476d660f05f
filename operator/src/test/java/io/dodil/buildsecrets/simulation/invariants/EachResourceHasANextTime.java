package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Pass;

/// However a reconciliation ends, the resource is looked at again within 30 minutes.
final class EachResourceHasANextTime implements Invariant {

  private final Facts facts;

  EachResourceHasANextTime(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void passEnds(Pass pass) {
    var shown = facts.world.cluster().watch.resources.get(pass.cached.path());
    if (shown != null && shown.resource().uid().equals(pass.cached.uid())) {
      require(
          facts
              .process
              .timer(pass.cached.path())
              .filter(at -> !at.isAfter(facts.world.monotonic().plus(Contract.LONGEST_SILENCE)))
              .isPresent(),
          pass.cached,
          "is not looked at again within 30 minutes: " + facts.process.timer(pass.cached.path()));
    }
  }
}
