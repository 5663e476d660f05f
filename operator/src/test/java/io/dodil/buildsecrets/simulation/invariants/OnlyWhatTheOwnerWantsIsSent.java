package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.simulation.world.Oracle;
import io.dodil.buildsecrets.simulation.world.Pass;
import java.time.Duration;
import java.util.Optional;

/// What is sent is what the resource and its Secrets say, to the target and with the credential
/// that they name, at some moment since it was asked who owns the target; and after a token call
/// that took its time, at some moment since that.
final class OnlyWhatTheOwnerWantsIsSent implements Invariant {

  private final Facts facts;

  OnlyWhatTheOwnerWantsIsSent(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void asksForOwner(Pass pass) {
    anew(pass);
    // a token that was fetched for what the watch shows is used
    Optional.ofNullable(facts.world.cluster().watch.versions.get(pass.worked.authPath()))
        .flatMap(facts.world.cluster()::version)
        .ifPresent(s -> pass.credentials.add(Oracle.credential(pass.worked.want(), s)));
  }

  @Override
  public void tokenCallEnds(Pass pass, Duration took, Optional<Duration> retryAfter) {
    if (took.compareTo(Contract.CURRENT) > 0) {
      anew(pass);
    }
  }

  private void anew(Pass pass) {
    pass.sendable.clear();
    worldChanges(pass);
  }

  @Override
  public void worldChanges(Pass pass) {
    var cluster = facts.world.cluster();
    facts
        .current(pass)
        .filter(r -> !r.deleting() && !r.want().suspended() && facts.process.config().allows(r))
        .ifPresent(
            r -> {
              Oracle.credential(r, cluster.secrets).ifPresent(pass.credentials::add);
              facts
                  .target(r)
                  .ifPresent(
                      target ->
                          Oracle.payload(r, cluster.secrets, facts.process.config())
                              .ifPresent(body -> pass.sendable.add(target + " " + body)));
            });
  }

  @Override
  public void putStarts(Call call) {
    var pass = call.pass();
    require(
        pass.sendable.contains(call.target() + " " + call.body()),
        pass.cached,
        "sends what nobody wants there: " + call.target() + " " + call.body());
    require(
        call.token().isEmpty() || pass.credentials.contains(call.credential()),
        pass.cached,
        "uses the credential of somebody else: " + call.credential());
  }
}
