package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Res;

/// A reconciliation that has all it needs either looks at what is new or comes back within the
/// coalesce window.
final class WhatIsNewIsLookedAt implements Invariant {

  private final Facts facts;

  WhatIsNewIsLookedAt(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void passEnds(Pass pass) {
    boolean undisturbed =
        pass.changesAtStart == facts.world.changes()
            && !pass.contended
            && !pass.failed
            && facts.world.cluster().watch.isUpToDate()
            && facts.process.maySave();
    if (!undisturbed || pass.read || facts.isHeld(pass.cached)) {
      return;
    }
    var res = pass.cached;
    var after = pass.after.orElse(pass.before);
    boolean canTry =
        facts.couldTry(res)
            && !Facts.reason(after).equals("TargetConflict")
            && !waitsForAnother(res);
    boolean isWell = after.isTrue("Ready") && Facts.isObserved(after, res);
    boolean soon =
        facts
            .process
            .timer(res.path())
            .filter(at -> !at.isAfter(facts.world.monotonic().plus(facts.window())))
            .isPresent();
    require(!canTry || isWell || !facts.isNew(res) || soon, res, "does not look at what is new");
  }

  /// Whether nobody has proved that it owns the target, and others want to try, too.
  private boolean waitsForAnother(Res resource) {
    var target = facts.target(resource).orElseThrow();
    return facts.world.cluster().resources.values().stream()
        .filter(r -> !r.uid().equals(resource.uid()))
        .anyMatch(r -> facts.process.config().isCandidate(r, target));
  }
}
