package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.simulation.world.Oracle;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// With an unchanged spec, fewer entries than were saved last are sent only after they have been
/// missing for the grace period.
final class EntriesDoNotDisappearWithoutGrace implements Invariant {

  private final Facts facts;

  /// uid -> since when entries have been seen to be missing
  private final Map<String, Instant> missing = new HashMap<>();

  EntriesDoNotDisappearWithoutGrace(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void reads(Pass pass) {
    if (!facts.world.cluster().down) {
      facts.current(pass).ifPresent(r -> sees(pass, r));
    }
  }

  private void sees(Pass pass, Res resource) {
    if (removes(pass, resource)) {
      missing.putIfAbsent(resource.uid(), facts.world.monotonic());
    } else if (isComplete(resource)) {
      missing.remove(resource.uid());
    }
  }

  private boolean isComplete(Res resource) {
    return Oracle.payload(resource, facts.world.cluster().secrets, facts.process.config())
        .isPresent();
  }

  private boolean removes(Pass pass, Res resource) {
    var counts = Oracle.counts(resource, facts.world.cluster().secrets);
    return isComplete(resource)
        && facts
            .lastSaveAsRead(pass, resource)
            .filter(s -> s.generation() == resource.generation())
            .filter(counts::isAnyBelow)
            .isPresent();
  }

  @Override
  public void putStarts(Call call) {
    var pass = call.pass();
    facts
        .current(pass)
        .filter(r -> r.generation() == pass.cached.generation() && !facts.isForced(pass))
        // what is sent was read a moment ago: nothing can change in between but by a token call
        .filter(r -> pass.sendable.size() == 1 && removes(pass, r))
        .ifPresent(
            r ->
                require(
                    missing.containsKey(r.uid())
                        && !facts
                            .world
                            .monotonic()
                            .isBefore(
                                missing.get(r.uid()).plus(facts.process.settings().removalGrace())),
                    r,
                    "sends fewer entries without grace"));
  }

  @Override
  public void putEnds(Call call, SaveAnswer answer) {
    if (answer instanceof SaveAnswer.Accepted) {
      missing.remove(call.uid());
    }
  }

  @Override
  public void concludes(Pass pass, SyncResult result, BuildSecretsStatus after) {
    if (result.outcome() instanceof SyncOutcome.RemovalHeld) {
      // it may know of a save that the watch has not shown
      missing.putIfAbsent(pass.cached.uid(), facts.world.monotonic());
    }
  }
}
