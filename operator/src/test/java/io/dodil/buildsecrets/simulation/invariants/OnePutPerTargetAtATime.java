package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.sync.SaveAnswer;
import java.util.HashSet;
import java.util.Set;

/// A process makes one save request at a time for each target.
final class OnePutPerTargetAtATime implements Invariant {

  private final Set<String> underWay = new HashSet<>();

  @Override
  public void putStarts(Call call) {
    require(
        underWay.add(call.target()),
        call.pass().cached,
        "makes a second save at a time for its target");
  }

  @Override
  public void putEnds(Call call, SaveAnswer answer) {
    underWay.remove(call.target());
  }
}
