package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Oracle;
import io.dodil.buildsecrets.simulation.world.Res;
import java.time.Duration;
import java.time.Instant;

/// Whenever nothing is left to be noticed, the organization of a resource that is said to be ready
/// holds what the resource wants, unless a request may still be applied.
final class ReadyMeansItIsHeld implements Invariant {

  private final Facts facts;

  ReadyMeansItIsHeld(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void nothingIsLeftToNotice(Res r) {
    var config = facts.process.config();
    var target = facts.target(r).filter(t -> config.isCandidate(r, t));
    if (target.isEmpty()
        || r.want().suspended()
        || facts.isFailing(r)
        || !facts.process.status(r).isTrue("Ready")
        || looksAgainWithin(r, facts.window())
        || waitsForAnother(r, target.get())) {
      return;
    }
    var payload = Oracle.payload(r, facts.world.cluster().secrets, config);
    require(
        payload.isPresent() && !facts.mayHoldOther(target.get(), payload.get()),
        r,
        "is said to be ready, and may not be");
    // what an earlier process left in doubt is sent once, when its calls can't be applied any more
    boolean isKnown =
        facts.world.isInDoubt(target.get()) || facts.isTroubled(r) || facts.isTakingOver();
    require(
        isKnown
            || looksAgainWithin(r, facts.longestDoubt())
            || !facts.world.isUnconfirmed(target.get()),
        r,
        "was not sent once more");
    require(
        isKnown || facts.world.held(target.get()).equals(payload),
        r,
        "is said to be ready, and is not: " + facts.world.held(target.get()));
  }

  /// One that has not saved this target says nothing new while another one makes an attempt.
  private boolean waitsForAnother(Res r, String target) {
    return facts.savedAt(r, facts.process.status(r), target).equals(Instant.MIN)
        && looksAgainWithin(r, Contract.RECHECK);
  }

  private boolean looksAgainWithin(Res r, Duration time) {
    return facts
        .process
        .timer(r.path())
        .filter(at -> !at.isAfter(facts.world.monotonic().plus(time)))
        .isPresent();
  }
}
