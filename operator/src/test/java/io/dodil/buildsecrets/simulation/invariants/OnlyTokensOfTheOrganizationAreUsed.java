package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Call;

/// A token is used only if it names the organization of the spec, or none where that is allowed,
/// and carries the id that the binding asks for; and only at the endpoint whose scope it was issued
/// for.
final class OnlyTokensOfTheOrganizationAreUsed implements Invariant {

  private final Facts facts;

  OnlyTokensOfTheOrganizationAreUsed(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void putStarts(Call call) {
    var resource = call.pass().cached;
    // a ready-made token that nobody issued is whatever its Secret holds
    call.token()
        .ifPresent(
            token -> {
              var config = facts.process.config();
              boolean isNamed = !token.account().isOpaque();
              require(
                  isNamed || config.takesUnnamed(call.pass().seen),
                  resource,
                  "uses a token that names no organization");
              require(
                  !token.account().contradicts(), resource, "uses a token that contradicts itself");
              require(
                  config.id(call.pass().seen).equals(token.id())
                      || config.id(call.pass().seen).isEmpty(),
                  resource,
                  "uses a token without the organization's id");
              require(
                  token.scope().isEmpty() || token.scope().get().equals(call.scope()),
                  resource,
                  "uses a token that was issued for another scope");
            });
  }
}
