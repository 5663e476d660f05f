package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Pass;

/// While a reconciliation of a namespace and name is under way, another one of that name decides
/// nothing, even if the resource was recreated meanwhile.
final class OneReconciliationOfANameAtATime implements Invariant {

  @Override
  public void asksForOwner(Pass pass) {
    require(!pass.isNameBusy, pass.cached, "is reconciled twice at a time");
  }

  @Override
  public void reads(Pass pass) {
    require(!pass.isNameBusy, pass.cached, "is read by a second reconciliation of its name");
  }
}
