package io.dodil.buildsecrets.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whenever nothing is left to be noticed: who is said to be ready is.
final class Calm {

  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final Duration TURN = Duration.ofSeconds(5);

  private final Simulation world;

  Calm(Simulation world) {
    this.world = world;
  }

  void check() {
    if (world.frames.isEmpty()
        && world.operator.ready.isEmpty()
        && world.cluster.watch.isUpToDate()) {
      world.cluster.resources.values().stream()
          .filter(r -> !r.deleting() && !r.want().suspended())
          .forEach(this::check);
    }
  }

  /// One that has not saved this target says nothing new while another one makes an attempt.
  private boolean waitsForAnother(Res r, String target) {
    return world.operator.judge.savedAt(r, target).equals(Instant.MIN)
        && world
            .operator
            .timer(r.path())
            .filter(at -> !at.isAfter(world.steady().plus(TURN)))
            .isPresent();
  }

  private void check(Res r) {
    var status = world.operator.status(r);
    var config = world.operator.config;
    var target = config.target(r.want()).filter(t -> config.isCandidate(r, t));
    boolean soon =
        world
            .operator
            .timer(r.path())
            .filter(at -> !at.isAfter(world.steady().plus(WINDOW)))
            .isPresent();
    if (target.isEmpty() || soon || !status.isTrue("Ready") || waitsForAnother(r, target.get())) {
      return;
    }
    var payload = Oracle.payload(r, world.cluster.secrets);
    if (payload.isEmpty() || world.operator.judge.mayHoldOther(target.get(), payload.get())) {
      throw world.violation(r.path() + " is said to be ready, and may not be");
    }
    var held = Optional.ofNullable(world.api.held.get(target.get())).map(Api.Held::body);
    // what an earlier process left in doubt is sent once, when its calls can't be applied any more
    boolean isKnown =
        world.api.isInDoubt(target.get())
            || world.operator.judge.isTroubled(r)
            || world.operator.judge.isTakingOver();
    if (!isKnown && world.api.isUnpaid(target.get())) {
      throw world.violation(r.path() + " was not sent once more");
    }
    if (!isKnown && !held.equals(payload)) {
      throw world.violation(r.path() + " is said to be ready, and is not: " + held);
    }
  }
}
