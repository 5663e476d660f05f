package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Oracle;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.simulation.world.Sec;
import java.util.Objects;

/// At rest a resource that is ready may save, its organization holds what it wants, its last save
/// is of these Secrets with these counts, no confirming save is left, and no other one is ready for
/// the target.
final class AtRestReadyIsTrue implements Invariant {

  private final Facts facts;

  AtRestReadyIsTrue(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void atRest(Res r) {
    var status = facts.world.cluster().status(r);
    if (r.want().suspended() || !status.isTrue("Ready")) {
      return;
    }
    var config = facts.process.config();
    var secrets = facts.world.cluster().secrets;
    var target = facts.target(r).filter(t -> config.isCandidate(r, t));
    require(target.isPresent(), r, "is ready, and may not save");
    var payload = Oracle.payload(r, secrets, config);
    var held = facts.world.held(target.orElseThrow());
    require(held.isPresent() && held.equals(payload), r, "is ready, held: " + held + payload);
    var save = Objects.requireNonNull(status.lastSave());
    require(
        save.versions().equals(Sec.versions(secrets, r.secrets())), r, "is ready by other Secrets");
    require(save.generation() == r.generation(), r, "is ready by another generation");
    require(Oracle.counts(r, secrets).isOf(save), r, "has other counts: " + save);
    require(status.inDoubtUntil() == null, r, "still owes a confirming save");
    require(
        facts.world.cluster().resources.values().stream()
            .filter(o -> !o.uid().equals(r.uid()) && config.isCandidate(o, target.get()))
            .noneMatch(
                o -> facts.world.cluster().status(o).isTrue("Ready") && !o.want().suspended()),
        r,
        "is not the only one that is ready");
  }
}
