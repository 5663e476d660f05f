package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.simulation.world.Cluster;
import io.dodil.buildsecrets.simulation.world.Config;
import io.dodil.buildsecrets.simulation.world.Idp;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Sec;
import io.dodil.buildsecrets.simulation.world.Stop;
import io.dodil.buildsecrets.simulation.world.Watch;
import io.dodil.buildsecrets.simulation.world.World;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Runs a program: operations change the world, and in between reconciliations of several
/// resources, and processes, take turns. Which one goes on, and when, follows from the program
/// alone.
final class Simulation implements World {

  /// Reconciliations of a process under way at a time.
  private static final int MOST_TASKS = 6;

  final ManualTimeSource clock = new ManualTimeSource();
  final Trace trace;
  final Idp idp = new Idp();
  final Cluster cluster = new Cluster(this::changed);
  final Events events = new Events();
  final List<Task> tasks = new ArrayList<>();
  final Api api = new Api(this);
  final Writes writes = new Writes(this);
  final Processes processes = new Processes(this);
  private final Deque<Op> program;
  private final Happenings happenings = new Happenings(this);
  private SplittableRandom chance = new SplittableRandom(0);
  private Optional<Task> current = Optional.empty();
  private long changes;
  private int passes;
  int faultPercent;

  /// How often a port throws what no port should throw, in percent.
  int failurePercent;

  Simulation(List<Op> program, Trace trace) {
    this.program = new ArrayDeque<>(program);
    this.trace = trace;
    happenings.begin();
    cluster.watch.relist(new Watch.Ignoring());
    processes.begin();
  }

  /// The whole program, and the rest after it.
  void run() {
    while (!program.isEmpty()) {
      perform(program.remove());
      work();
      judge();
    }
    new Settling(this).settle();
  }

  private void perform(Op op) {
    chance = new SplittableRandom(op.salt());
    trace.performs(op.kind());
    happenings.happen(op);
    if (chance(80)) {
      deliver();
    }
  }

  /// Reconciliations begin and go on, as far as chance lets them.
  private void work() {
    int steps = chance(25) ? pick(3) : pick(12);
    for (int i = 0; i < steps; i++) {
      step();
    }
    if (chance(50)) {
      finish();
    }
  }

  private void step() {
    processes.operator().ring();
    var due = due();
    if (!due.isEmpty() && chance(70)) {
      resume(due.get(pick(due.size())));
    } else if (!begin() && due.isEmpty()) {
      next().ifPresent(this::advanceTo);
    }
  }

  /// Lets everything that is under way or wanted come to its end.
  void finish() {
    for (int i = 0; i < 400; i++) {
      processes.operator().ring();
      var due = due();
      if (!due.isEmpty()) {
        resume(due.getFirst());
      } else if (!begin()) {
        var next = next();
        if (next.isEmpty()) {
          return;
        }
        advanceTo(next.get());
      }
    }
  }

  /// Begins a reconciliation of a resource that waits for one.
  private boolean begin() {
    var process = processes.operator();
    if (!process.works() || tasksOf(process).size() >= MOST_TASKS) {
      return false;
    }
    var paths = process.ready.stream().filter(path -> mayBegin(process, path)).sorted().toList();
    if (paths.isEmpty()) {
      return false;
    }
    var path = paths.get(pick(paths.size()));
    process.ready.remove(path);
    var seen = cluster.watch.resources.get(path);
    if (seen != null && !seen.resource().deleting()) {
      begin(process, seen);
    }
    return true;
  }

  /// As in the framework: one at a time, unless the resource was recreated meanwhile.
  private boolean mayBegin(Operator process, String path) {
    var seen = cluster.watch.resources.get(path);
    var uid = process.running.get(path);
    return uid == null || (seen != null && !seen.resource().uid().equals(uid));
  }

  private void begin(Operator process, Watch.Seen seen) {
    var versions = Sec.cached(cluster.watch.versions, seen.resource().secrets());
    var pass = new Pass(process, ++passes, seen, versions, changes);
    var others = tasksOf(process);
    pass.contended = !others.isEmpty();
    others.forEach(task -> task.pass.contended = true);
    if (process.running.containsKey(seen.resource().path())) {
      trace.mark(Combinations.Mark.RECREATED_IN_FLIGHT);
    }
    pass.isNameBusy = process.running.containsKey(seen.resource().path());
    process.running.putIfAbsent(seen.resource().path(), seen.resource().uid());
    var task = new Task(process, pass, () -> process.run(seen));
    tasks.add(task);
    resume(task);
  }

  /// Those whose call has ended, unless they could wait for a token that another one fetches.
  private List<Task> due() {
    return tasks.stream()
        .filter(t -> !t.operator.paused && !t.until.isAfter(monotonic()))
        .filter(this::mayGoOn)
        .toList();
  }

  private boolean mayGoOn(Task task) {
    return tasks.stream()
        .noneMatch(
            t ->
                t != task
                    && t.pass.fetchesToken
                    && t.operator == task.operator
                    && t.pass.cached.namespace().equals(task.pass.cached.namespace()));
  }

  /// When the next call of one that may go on ends.
  private Optional<Instant> next() {
    return tasks.stream()
        .filter(t -> !t.operator.paused && mayGoOn(t))
        .map(t -> t.until)
        .min(Instant::compareTo);
  }

  private void resume(Task task) {
    current = Optional.of(task);
    try {
      task.resume();
    } finally {
      current = Optional.empty();
    }
    if (task.hasEnded()) {
      tasks.remove(task);
      var process = task.operator;
      process.running.remove(task.pass.cached.path(), task.pass.cached.uid());
      if (!process.dead) {
        if (!task.pass.isNameBusy) {
          process.invariants.passEnds(task.pass);
        }
        processes.passEnded(process);
      }
    }
  }

  /// Its process is gone.
  void die(Task task) {
    tasks.remove(task);
    current = Optional.of(task);
    try {
      task.die();
    } finally {
      current = Optional.empty();
    }
  }

  List<Task> tasksOf(Operator process) {
    return tasks.stream().filter(t -> t.operator == process).toList();
  }

  void deliver() {
    cluster.watch.deliver(processes.listener());
  }

  private void judge() {
    var process = processes.operator();
    if (tasks.isEmpty()
        && process.works()
        && process.ready.isEmpty()
        && cluster.watch.isUpToDate()) {
      cluster.resources.values().stream()
          .filter(r -> !r.deleting())
          .forEach(process.invariants::nothingIsLeftToNotice);
    }
  }

  private void changed(String what) {
    trace.add("  " + what);
    changes++;
    tasks.forEach(t -> t.operator.invariants.worldChanges(t.pass));
  }

  // calls

  /// The reconciliation that is on now.
  Pass pass() {
    return task().pass;
  }

  Task task() {
    return current.orElseThrow();
  }

  boolean isInTask() {
    return current.isPresent();
  }

  /// A call takes that long; the world goes on meanwhile.
  void takes(Duration time) {
    task().park(monotonic().plus(time));
  }

  /// A library throws what no library should throw.
  void mayFail(String port) {
    if (isInTask() && chance(failurePercent)) {
      pass().failed = true;
      trace.add(
          "  [%d] %s: %s throws".formatted(task().operator.number(), pass().cached.path(), port));
      trace.failures++;
      trace.mark(Combinations.Mark.PORT_THROWS);
      if (chance(50)) {
        throw new PortFailure.Unexpected(port);
      }
      throw new PortFailure.Broken(port);
    }
  }

  // time and chance

  @Override
  public Instant monotonic() {
    return clock.now().monotonic();
  }

  @Override
  public Instant wall() {
    return clock.now().wall();
  }

  /// Time passes. Whoever waits for an answer goes on when it is there: no call takes longer than
  /// it may.
  void advance(Duration by) {
    advanceTo(monotonic().plus(by));
  }

  private void advanceTo(Instant end) {
    for (var at = nextHappening(end); at.isPresent(); at = nextHappening(end)) {
      pass(at.get());
      while (events.next().filter(e -> !e.isAfter(monotonic())).isPresent()) {
        events.happen();
      }
      if (monotonic().isBefore(end)) {
        var due = due();
        if (!due.isEmpty()) {
          resume(due.getFirst());
        }
      }
    }
    pass(end);
    if (processes.isBegun()) {
      processes.operator().ring();
    }
  }

  private void pass(Instant time) {
    if (time.isAfter(monotonic())) {
      clock.advance(Duration.between(monotonic(), time));
    }
  }

  private Optional<Instant> nextHappening(Instant end) {
    var event = events.next().filter(at -> !at.isAfter(end));
    // the end of a process takes time of its own, and may have passed the end of this
    var task = next().filter(at -> at.isBefore(end) && monotonic().isBefore(end) && !isInTask());
    return event.isPresent() && task.filter(event.get()::isAfter).isEmpty() ? event : task;
  }

  int pick(int bound) {
    return chance.nextInt(bound);
  }

  boolean chance(int percent) {
    return percent > 0 && chance.nextInt(100) < percent;
  }

  double random() {
    return chance.nextDouble();
  }

  // the world

  @Override
  public Cluster cluster() {
    return cluster;
  }

  @Override
  public Idp idp() {
    return idp;
  }

  @Override
  public long changes() {
    return changes;
  }

  @Override
  public Optional<String> held(String target) {
    return Optional.ofNullable(api.held.get(target));
  }

  @Override
  public boolean isInDoubt(String target) {
    return api.isInDoubt(target);
  }

  @Override
  public boolean isUnconfirmed(String target) {
    return api.isUnconfirmed(target);
  }

  Stop.Violation violation(String what) {
    return new Stop.Violation(what);
  }

  Config config() {
    return processes.operator().config();
  }
}
