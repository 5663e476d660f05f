package io.dodil.buildsecrets.simulation.invariants;

import static io.dodil.buildsecrets.simulation.invariants.Invariant.require;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Res;
import java.time.Instant;
import java.util.Map;

/// Nobody saves to a target that another resource has saved to later, by the statuses that were
/// known when it was asked who owns the target: clocks are set meanwhile, too.
final class OnlyTheProvenOwnerSaves implements Invariant {

  private final Facts facts;

  OnlyTheProvenOwnerSaves(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void reads(Pass pass) {
    pass.firmAtRead = pass.firm;
    pass.saidAtRead = Map.copyOf(pass.said);
  }

  @Override
  public void putStarts(Call call) {
    var target = call.target();
    var sender = call.pass().cached;
    var said = call.pass().saidAtRead.get(sender.uid());
    var saved = facts.savedAt(sender, said == null ? facts.process.status(sender) : said, target);
    for (var other : call.pass().firmAtRead) {
      require(
          other.uid().equals(sender.uid())
              || !facts.process.config().isCandidate(other, target)
              || !savedAtRead(other, call.pass(), target).isAfter(saved),
          sender,
          "saves what was saved by " + other.path());
    }
  }

  private Instant savedAtRead(Res resource, Pass pass, String target) {
    var said = pass.saidAtRead.getOrDefault(resource.uid(), BuildSecretsStatus.none());
    return facts.savedAt(resource, said, target);
  }

  /// When it saved that target the last time, by its status at the time of the question.
  static Instant savedAt(Facts facts, Res resource, Pass pass, String target) {
    var said = pass.said.getOrDefault(resource.uid(), BuildSecretsStatus.none());
    return facts.savedAt(resource, said, target);
  }
}
