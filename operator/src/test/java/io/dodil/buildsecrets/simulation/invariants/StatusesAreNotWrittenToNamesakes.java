package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Pass;

/// A status is not written when the watch has shown that the resource is gone or recreated.
final class StatusesAreNotWrittenToNamesakes implements Invariant {

  private final Facts facts;

  StatusesAreNotWrittenToNamesakes(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void writes(Pass pass) {
    var shown = facts.world.cluster().watch.resources.get(pass.cached.path());
    require(
        shown != null && shown.resource().uid().equals(pass.cached.uid()),
        pass.cached,
        "has its status written although the watch shows that it is gone");
  }
}
