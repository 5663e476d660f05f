package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.simulation.world.Config;
import io.dodil.buildsecrets.simulation.world.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The processes of the operator: who has the Lease, who waits for it, and who has lost it.
final class Processes {

  private final Simulation world;
  private final List<Operator> former = new ArrayList<>();
  private Optional<Operator> leader = Optional.empty();
  private Optional<Operator> standby = Optional.empty();
  private Config next = Config.of(Config.FIRST);
  private int count;

  Processes(Simulation world) {
    this.world = world;
  }

  void begin() {
    succeed(false);
  }

  boolean isBegun() {
    return leader.isPresent();
  }

  /// The one that has the Lease, or had it until a moment ago.
  Operator operator() {
    return leader.orElseThrow();
  }

  void configure(Config config) {
    next = config;
  }

  /// Leader and standby see the same watches.
  Watch.Listener listener() {
    return new Watch.Listener() {
      @Override
      public void resource(Optional<Watch.Seen> before, Optional<Watch.Seen> now) {
        operator().resource(before, now);
        standby.ifPresent(s -> s.resource(before, now));
      }

      @Override
      public void secret(String path) {
        operator().secret(path);
        standby.ifPresent(s -> s.secret(path));
      }
    };
  }

  private Operator create() {
    return new Operator(world, next, ++count);
  }

  /// A second process begins, sees what the watches show, and waits for the Lease.
  void standBy() {
    if (standby.isEmpty()) {
      standby = Optional.of(create());
      world.trace.add("  process %d stands by".formatted(count));
    }
  }

  private void succeed(boolean takesOver) {
    if (standby.isPresent()) {
      world.trace.mark(Combinations.Mark.STANDBY_LEADS);
    }
    var successor = standby.orElseGet(this::create);
    standby = Optional.empty();
    leader = Optional.of(successor);
    world.trace.add(
        "  process %d begins%s".formatted(successor.number(), takesOver ? ", taking over" : ""));
    if (takesOver) {
      world.trace.mark(Combinations.Mark.TAKEOVER);
    }
    successor.leads(takesOver);
  }

  /// As SIGTERM: what is under way ends first, and is cut off after five seconds.
  void terminate() {
    world.trace.restarts++;
    var process = operator();
    process.draining = true;
    world.trace.mark(Combinations.Mark.STOP);
    world.events.add(world.monotonic().plusSeconds(5), () -> cutOff(process));
    passEnded(process);
  }

  private void cutOff(Operator process) {
    world
        .tasksOf(process)
        .forEach(
            task -> {
              if (task.inFlight.isPresent() || task.pass.fetchesToken) {
                task.cutOff = true;
                task.until = world.monotonic();
              }
            });
  }

  /// The last one ends the process.
  void passEnded(Operator process) {
    if (process.draining && !process.dead && world.tasksOf(process).isEmpty()) {
      boolean handedOver = process.handOver();
      process.dead = true;
      if (process == operator()) {
        if (!handedOver) {
          world.advance(process.lease());
        }
        succeed(!handedOver);
      }
    }
  }

  /// As SIGKILL.
  void kill() {
    world.trace.restarts++;
    die(operator());
    world.advance(Duration.ofSeconds(world.pick((int) operator().lease().toSeconds())));
    succeed(true);
  }

  private void die(Operator process) {
    process.dead = true;
    for (var task : world.tasksOf(process)) {
      world.trace.add("  died in the reconciliation of " + task.pass.cached.path());
      task.inFlight.ifPresent(Api.InFlight::abandon);
      world.die(task);
    }
  }

  /// Another process has the Lease, and this one does not know it yet: what it has begun it ends.
  void takeOver() {
    world.trace.restarts++;
    operator().leads = false;
    former.add(operator());
    succeed(true);
  }

  /// Stands still for a moment, and has the Lease still.
  void pause() {
    var process = operator();
    process.paused = true;
    world.advance(Duration.ofSeconds(world.pick((int) process.lease().toSeconds())));
    process.paused = false;
  }

  /// Stands still for so long that another one takes over.
  void freeze() {
    operator().paused = true;
    world.advance(operator().lease());
    takeOver();
  }

  /// Those that stood still go on with what they had begun.
  void wake() {
    if (former.stream().anyMatch(p -> p.paused && !world.tasksOf(p).isEmpty())) {
      world.trace.mark(Combinations.Mark.FORMER_LEADER_WAKES);
    }
    former.forEach(p -> p.paused = false);
    former.removeIf(p -> world.tasksOf(p).isEmpty());
  }

  /// The Lease could not be renewed in time; nobody else took it.
  void lapse() {
    operator().lapsed = true;
  }

  void renew() {
    operator().lapsed = false;
  }
}
