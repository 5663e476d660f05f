package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncResult;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was accepted is sent again only on request, as a resync, as a confirming save, or because
/// another acceptance was refused in between.
final class TheSameIsNotSavedAgainWithoutAReason implements Invariant {

  private final Facts facts;

  /// `target uid` of those whose save of what is in force was refused before it was sent.
  private final Set<String> refused = new HashSet<>();

  private final Set<InDoubt> confirmed = new HashSet<>();

  TheSameIsNotSavedAgainWithoutAReason(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void putStarts(Call call) {
    var pass = call.pass();
    boolean same =
        facts
            .accepted(call.target())
            .filter(last -> last.uid().equals(call.uid()))
            .filter(last -> last.body().equals(call.body()))
            .filter(last -> last.credential().equals(call.credential()))
            .filter(last -> last.scope().equals(call.scope()))
            .isPresent();
    require(
        !same
            || facts.isForced(pass)
            || facts.isResync(pass)
            || facts.isConfirming(call.target())
            || confirmsARecord(call.target())
            || refused.contains(call.target() + " " + call.uid())
            || facts.lastSave(pass, pass.cached).isEmpty(),
        pass.cached,
        "saves again what was accepted");
  }

  /// Once for each request in doubt that another process has recorded, or this one, if it is not
  /// over by a clock that was set back: a watch that is far behind shows it as somebody else's.
  private boolean confirmsARecord(String target) {
    var now = facts.world.wall();
    return facts.world.cluster().records(target).entrySet().stream()
        .filter(e -> e.getValue() != facts.process.number() || e.getKey().time().isAfter(now))
        .map(Map.Entry::getKey)
        .anyMatch(confirmed::add);
  }

  @Override
  public void concludes(Pass pass, SyncResult result, BuildSecretsStatus after) {
    switch (result.outcome()) {
      case SyncOutcome.Saved _, SyncOutcome.Confirmed _ -> key(pass).ifPresent(refused::remove);
      case SyncOutcome.NotSaved _ -> refuse(pass);
      default -> {}
    }
  }

  /// What was accepted may have been what it wanted to send again: only an acceptance says after
  /// that that it is in force.
  private void refuse(Pass pass) {
    facts
        .target(pass.seen)
        .filter(
            t ->
                facts
                    .accepted(t)
                    .filter(call -> pass.sendable.contains(t + " " + call.body()))
                    .isPresent())
        .flatMap(_ -> key(pass))
        .ifPresent(refused::add);
  }

  private Optional<String> key(Pass pass) {
    return facts.target(pass.seen).map(t -> t + " " + pass.cached.uid());
  }
}
