package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Res;

/// Whenever nothing is left to be noticed, the cluster says of a resource what the operator has
/// written, or the operator comes back within the longest back-off of such repairs.
final class AForeignStatusIsReplaced implements Invariant {

  private final Facts facts;

  AForeignStatusIsReplaced(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void nothingIsLeftToNotice(Res r) {
    boolean soon =
        facts
            .process
            .timer(r.path())
            .filter(
                at -> !at.isAfter(facts.world.monotonic().plus(Contract.LONGEST_REPAIR_BACKOFF)))
            .isPresent();
    require(
        soon
            || !facts.process.hasWritten(r)
            || facts.world.cluster().status(r).equals(facts.process.status(r)),
        r,
        "keeps a status that somebody else wrote");
  }
}
