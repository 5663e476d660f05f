package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.reconcile.StatusWrites.Written;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SyncRun;
import io.dodil.buildsecrets.testkit.DrivenClock;
import io.dodil.buildsecrets.testkit.StatusRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Runs a program on one thread. What happens while a call is under way is run inside that call, so
/// that runs of several resources, and processes, are under way at a time, and always in the same
/// order.
final class Simulation {

  private static final int DEPTH = 5;

  final DrivenClock clock = new DrivenClock();
  final Trace trace;
  final Idp idp = new Idp();
  final Cluster cluster = new Cluster(this::changed);
  final Api api = new Api(this);
  final Deque<Frame> frames = new ArrayDeque<>();
  private final Deque<Op> program;
  private final Calm calm = new Calm(this);
  private final Happenings happenings = new Happenings(this);
  private SplittableRandom chance = new SplittableRandom(0);
  private long salt;
  private Instant cap = Instant.MAX;
  private int processes;
  private Config next = Config.of(1023 - 3);
  Operator operator;
  long changes;
  int faultPercent;
  boolean losesWrites;

  Simulation(List<Op> program, Trace trace) {
    this.program = new ArrayDeque<>(program);
    this.trace = trace;
    happenings.begin();
    cluster.watch.relist(new Watch.Ignoring());
    this.operator = start(false);
  }

  /// The whole program, and the rest after it.
  void run() {
    while (!program.isEmpty()) {
      perform(program.remove());
      work();
      calm.check();
    }
    new Quiescence(this).settle();
  }

  private void perform(Op op) {
    var before = chance;
    var saltBefore = salt;
    chance = new SplittableRandom(op.salt());
    salt = op.salt();
    trace.operations++;
    happenings.happen(op);
    if (chance(80)) {
      deliver();
    }
    if (!frames.isEmpty()) {
      runReady();
    }
    chance = frames.isEmpty() ? chance : before;
    salt = frames.isEmpty() ? salt : saltBefore;
  }

  private void work() {
    operator.ring();
    if (chance(90)) {
      runReady();
    }
  }

  void deliver() {
    cluster.watch.deliver(operator);
  }

  /// Something happens while a call is under way.
  void meanwhile() {
    int ops = frames.size() < DEPTH && chance(35) ? 1 + pick(3) : 0;
    for (int i = 0; i < ops && !program.isEmpty(); i++) {
      perform(program.remove());
    }
  }

  void runReady() {
    for (int i = 0; i < 60 && frames.size() < DEPTH && !operator.draining; i++) {
      var paths = operator.ready.stream().filter(this::mayRun).sorted().toList();
      if (paths.isEmpty()) {
        return;
      }
      var path = paths.get(pick(paths.size()));
      operator.ready.remove(path);
      var seen = cluster.watch.resources.get(path);
      if (seen != null && !seen.resource().deleting()) {
        runOne(operator, seen);
      }
    }
  }

  /// Never twice at a time; and who needs a token that is being fetched would wait for ever here.
  private boolean mayRun(String path) {
    return !operator.running.contains(path)
        && frames.stream()
            .filter(f -> f.operator == operator && f.fetchesToken)
            .noneMatch(f -> path.startsWith(f.cached.namespace() + "/"));
  }

  private void runOne(Operator process, Watch.Seen seen) {
    var frame =
        new Frame(
            process, seen, Sec.cached(cluster.watch.versions, seen.resource().secrets()), changes);
    frame.contended = frames.stream().anyMatch(f -> f.operator == process);
    frames.push(frame);
    try {
      process.run(seen);
      process.judge.runEnds(frame);
    } catch (Stop.Died died) {
      trace.add("  died in the run of " + seen.resource().path());
      frames.pop();
      if (!frames.isEmpty() && frames.peek().operator.number == died.operator) {
        throw died;
      }
      operator = start(true);
      return;
    }
    frames.pop();
    if (process.draining && !process.dead && isIdle(process)) {
      stop(process);
    }
  }

  private boolean isIdle(Operator process) {
    return frames.stream().noneMatch(f -> f.operator == process);
  }

  Frame frame() {
    return frames.element();
  }

  private void changed(String what) {
    trace.add("  " + what);
    changes++;
    frames.forEach(f -> f.operator.judge.mayBeSent(f));
  }

  // processes

  private Operator start(boolean takesOver) {
    trace.add("  process %d begins%s".formatted(++processes, takesOver ? ", taking over" : ""));
    return new Operator(this, next, processes, takesOver);
  }

  void configure(Config config) {
    next = config;
  }

  /// As SIGTERM: what is under way ends first.
  void terminate() {
    trace.restarts++;
    operator.draining = true;
    if (isIdle(operator)) {
      stop(operator);
    }
  }

  private void stop(Operator process) {
    boolean handedOver = process.handOver();
    process.dead = true;
    if (!handedOver) {
      advance(process.lease());
    }
    operator = start(!handedOver);
  }

  /// As SIGKILL.
  void kill() {
    trace.restarts++;
    operator.dead = true;
    if (!isIdle(operator)) {
      throw new Stop.Died(operator.number);
    }
    advance(Duration.ofSeconds(pick(15)));
    operator = start(true);
  }

  /// Another process has the Lease, and this one does not know it yet.
  void takeOver() {
    trace.restarts++;
    operator.leads = false;
    operator = start(true);
  }

  // ports

  SaveAnswer save(Operator process, Endpoint endpoint, Sensitive token, Sensitive body) {
    return api.save(process, endpoint, token, body);
  }

  TokenAnswer issue(Operator process, Endpoint endpoint, Credential.ClientCredentials credential) {
    return api.issue(process, endpoint, credential);
  }

  Written write(Operator process, ResourceId id, BuildSecretsStatus next) {
    // not from the stream of chances: the order of writes at the end of a process is not fixed
    int fate = new SplittableRandom(salt ^ id.uid().hashCode()).nextInt(100);
    boolean made = !cluster.down && process.leads && !process.dead && (!losesWrites || fate < 40);
    boolean answered = made && (!losesWrites || fate < 20);
    if (made) {
      cluster.writeStatus(id, next);
    }
    if (!answered) {
      return new Written.Failed();
    }
    return Optional.ofNullable(cluster.resources.get(id.path()))
        .<Written>map(r -> new Written.To(r.uid()))
        .orElseGet(Written.Gone::new);
  }

  void ended(Operator process, SyncRun run, BuildSecretsStatus before, BuildSecretsStatus after) {
    var ready =
        after.condition("Ready").map(c -> c.status() + " " + c.reason()).orElse("nothing yet");
    trace.add(
        "  [%d] run %s: %s -> %s"
            .formatted(
                process.number,
                run.resource().id().path(),
                run.outcome().getClass().getSimpleName(),
                ready));
    try {
      boolean foreign = cluster.isForeign(before, run.resource().id());
      StatusRules.hold(foreign ? BuildSecretsStatus.none() : before, run, after);
    } catch (AssertionError broken) {
      throw violation("a rule of statuses: " + broken.getMessage());
    }
    process.judge.concludes(
        frame(), run.outcome().getClass().getSimpleName(), run.attempted(), after);
  }

  // time and chance

  Instant steady() {
    return clock.now().steady();
  }

  Instant wall() {
    return clock.now().wall();
  }

  /// No call takes longer than it may.
  <T> T within(Duration longest, java.util.function.Supplier<T> call) {
    var before = cap;
    var end = steady().plus(longest);
    cap = end.isBefore(cap) ? end : cap;
    try {
      return call.get();
    } finally {
      cap = before;
    }
  }

  void advance(Duration by) {
    var wanted = steady().plus(by);
    var end = wanted.isBefore(cap) ? wanted : cap;
    api.applyUntil(end);
    clock.advance(Duration.between(steady(), end));
    operatorRings();
  }

  private void operatorRings() {
    // absent while the first process is being made
    if (operator != null) {
      operator.ring();
    }
  }

  int pick(int bound) {
    return chance.nextInt(bound);
  }

  boolean chance(int percent) {
    return chance.nextInt(100) < percent;
  }

  double random() {
    return chance.nextDouble();
  }

  Stop.Violation violation(String what) {
    return new Stop.Violation(what);
  }
}
