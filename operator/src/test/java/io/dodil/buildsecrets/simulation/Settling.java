package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.simulation.world.Res;
import java.time.Duration;

/// No more faults, and everything that is due is done: then the operator is at rest.
final class Settling {

  private static final Duration LONG = Duration.ofHours(2);
  private static final int ROUNDS = 2_000;

  private final Simulation world;

  Settling(Simulation world) {
    this.world = world;
  }

  void settle() {
    world.faultPercent = 0;
    world.failurePercent = 0;
    world.writes.lost = false;
    world.writes.late = false;
    world.cluster.down = false;
    world.processes.wake();
    world.processes.renew();
    world.cluster.watch.relist(world.processes.listener());
    var end = world.monotonic().plus(LONG);
    for (int i = 0; i < ROUNDS; i++) {
      world.finish();
      world.deliver();
      if (isQuiet()) {
        if (!world.monotonic().isBefore(end)) {
          judge();
          return;
        }
        var next = world.processes.operator().nextTimer().filter(at -> at.isBefore(end));
        world.advance(Duration.between(world.monotonic(), next.orElse(end)));
      }
    }
    throw world.violation("never comes to rest");
  }

  private boolean isQuiet() {
    var process = world.processes.operator();
    return world.tasks.isEmpty()
        && world.cluster.watch.isUpToDate()
        && process.works()
        && process.ready.isEmpty();
  }

  private void judge() {
    var invariants = world.processes.operator().invariants;
    for (Res resource : world.cluster.resources.values()) {
      if (!resource.deleting()) {
        var status = world.cluster.status(resource);
        var reason = status.condition("Ready").map(c -> c.reason() + ": " + c.message()).orElse("");
        world.trace.add("  at rest %s: %s".formatted(resource.path(), reason));
        invariants.atRest(resource);
      }
    }
  }
}
