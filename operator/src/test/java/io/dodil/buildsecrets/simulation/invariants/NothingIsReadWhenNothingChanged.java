package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.simulation.world.Sec;
import io.dodil.buildsecrets.simulation.world.Want;

/// A resource whose status says that all is well, and from which nothing has changed since, costs
/// no read.
final class NothingIsReadWhenNothingChanged implements Invariant {

  private final Facts facts;

  NothingIsReadWhenNothingChanged(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void reads(Pass pass) {
    require(
        pass.changesAtStart != facts.world.changes()
            || !facts.world.cluster().watch.isUpToDate()
            || !isAtRest(pass),
        pass.cached,
        "is read although nothing changed");
  }

  private boolean isAtRest(Pass pass) {
    var r = pass.cached;
    var save = pass.before.lastSave();
    return save != null
        && pass.before.isTrue("Ready")
        && Facts.isObserved(pass.before, r)
        && facts.lastSave(pass, r).isPresent()
        && facts.process.config().allows(r)
        && facts.process.config().canAuthenticate(r.want())
        && areSelected(r)
        && !isReplaced(r)
        && save.generation() == r.generation()
        && save.endpoint().equals(r.want().endpoint())
        && save.versions().equals(pass.cachedVersions)
        && !facts.isForced(pass)
        && !facts.isResync(pass)
        && facts.world.cluster().watch.resources.values().stream()
            .allMatch(seen -> facts.process.known(seen).inDoubtUntil() == null)
        && pass.before.inDoubtUntil() == null
        && !facts.isAnythingInDoubt()
        && !facts.isTakingOver()
        && !mayConfirm(pass)
        && !mayConfirmALostRecord(r);
  }

  /// Whether a resource is gone that recorded a request in doubt, and this process has not saved
  /// the target since.
  private boolean mayConfirmALostRecord(Res r) {
    return facts
        .target(r)
        .filter(target -> facts.accepted(target).isEmpty())
        .filter(t -> facts.world.cluster().hasLostRecord(t, facts.process.number()))
        .isPresent();
  }

  private boolean areSelected(Res r) {
    return !facts.process.config().selects()
        || facts.versions(r).values().stream()
            .allMatch(v -> facts.world.cluster().version(v).filter(Sec::isLabelled).isPresent());
  }

  /// Whether another resource has saved its target since: its status has to say so, and is read
  /// before it is replaced for the first time.
  private boolean isReplaced(Res r) {
    return facts
        .target(r)
        .filter(
            target ->
                facts.accepted(target).filter(call -> !call.uid().equals(r.uid())).isPresent())
        .isPresent();
  }

  /// Whether the former leader may have saved with an optional Secret that came and went.
  private boolean mayConfirm(Pass pass) {
    return pass.cached.want().has(Want.Part.PIP)
        && facts.hasTakenOver()
        && facts.target(pass.cached).filter(facts::isConfirmed).isEmpty();
  }
}
