package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.reconcile.StatusWrites.Written;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/// Status writes: they take their time, get lost, or arrive although nobody waits for them any
/// more.
final class Writes {

  private final Simulation world;

  /// Whether requests or answers get lost.
  boolean lost;

  /// Whether a try that nobody waits for any more arrives later.
  boolean late;

  Writes(Simulation world) {
    this.world = world;
  }

  Written write(Operator process, ResourceId id, BuildSecretsStatus next) {
    // not from the stream of chances: the order of writes at the end of a process is not fixed
    int fate = new SplittableRandom(id.uid().hashCode() + world.changes()).nextInt(100);
    boolean sent = process.leads && !process.dead;
    if (sent && world.isInTask()) {
      process.invariants.writes(world.pass());
      world.mayFail("the status write");
      world.takes(Duration.ofMillis(world.chance(10) ? world.pick(8_000) : world.pick(100)));
    }
    boolean made = sent && !world.cluster.down && (!lost || fate < 40);
    boolean answered = made && (!lost || fate < 20);
    if (made) {
      world.trace.add("  [%d] status of %s%s".formatted(process.number(), id.path(), doubt(next)));
      world.cluster.writeStatus(id, next, process.number());
    } else if (sent && late && world.isInTask()) {
      var at = world.monotonic().plusMillis(world.pick(20_000));
      world.events.add(at, () -> arrive(process, id, next));
    }
    if (!answered) {
      return new Written.Failed();
    }
    return Optional.ofNullable(world.cluster.resources.get(id.path()))
        .<Written>map(r -> new Written.To(r.uid()))
        .orElseGet(Written.Gone::new);
  }

  private static String doubt(BuildSecretsStatus status) {
    return Optional.ofNullable(status.inDoubtUntil())
        .map(r -> ", in doubt until %s: %s|%s".formatted(r.time(), r.apiUrl(), r.organization()))
        .orElse("");
  }

  private void arrive(Operator process, ResourceId id, BuildSecretsStatus next) {
    world.trace.mark(Combinations.Mark.LATE_STATUS);
    world.trace.add(
        "  [%d] late status of %s%s".formatted(process.number(), id.path(), doubt(next)));
    world.cluster.writeStatus(id, next, process.number());
  }
}
