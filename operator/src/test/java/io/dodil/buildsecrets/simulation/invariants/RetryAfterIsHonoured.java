package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.simulation.world.Pass;

/// While a Retry-After is in force for a credential at an endpoint, neither tokens are asked for
/// nor is anything saved with it.
final class RetryAfterIsHonoured implements Invariant {

  @Override
  public void tokenCallStarts(Pass pass) {
    require(!pass.held, pass.cached, "asks for a token although a Retry-After is in force");
  }

  @Override
  public void putStarts(Call call) {
    require(!call.pass().held, call.pass().cached, "saves although a Retry-After is in force");
  }
}
