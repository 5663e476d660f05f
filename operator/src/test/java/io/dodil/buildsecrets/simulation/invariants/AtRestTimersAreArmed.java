package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Res;
import java.time.Instant;

/// At rest each resource is looked at again within 30 minutes, and one that is ready not later than
/// its resync.
final class AtRestTimersAreArmed implements Invariant {

  private final Facts facts;

  AtRestTimersAreArmed(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void atRest(Res r) {
    var now = facts.world.monotonic();
    var timer = facts.process.timer(r.path()).orElse(Instant.MAX);
    require(
        !timer.isAfter(now.plus(Contract.LONGEST_SILENCE)), r, "is not looked at again: " + timer);
    var interval = facts.process.settings().resyncInterval();
    var save = facts.world.cluster().status(r).lastSave();
    if (!interval.isZero() && save != null && !r.want().suspended()) {
      boolean isReady = facts.world.cluster().status(r).isTrue("Ready");
      require(
          !isReady
              || facts.world.wall().isBefore(save.time().plus(interval).plus(Contract.CLOCK_SKEW)),
          r,
          "has not been saved again since " + save.time());
      require(
          !isReady || !save.time().isAfter(facts.world.wall().plus(Contract.CLOCK_SKEW)),
          r,
          "was saved in the future, and not again since the clock was set: " + save.time());
    }
  }
}
