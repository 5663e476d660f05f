package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.reconcile.ReconcilerFactory;
import io.dodil.buildsecrets.reconcile.ResourceReconciler;
import io.dodil.buildsecrets.reconcile.StatusWrites.Written;
import io.dodil.buildsecrets.status.EventRecord;
import io.dodil.buildsecrets.status.EventRecords;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.SyncListener;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The whole operator without Kubernetes and HTTP: a cluster, a token endpoint, an API, a clock,
/// and what comes of a reconciliation. Chance is always 1/2.
public final class World {

  public final ManualTimeSource clock = new ManualTimeSource();
  public final FakeCluster cluster = new FakeCluster();
  public final FakeTokenEndpoint tokens = new FakeTokenEndpoint();
  public final FakeSaveEndpoint api = new FakeSaveEndpoint();

  private final List<ResourceId> woken = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Throwable> unexpected = new CopyOnWriteArrayList<>();
  private final List<EventRecord> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger requestIds = new AtomicInteger();
  private Settings settings;
  private boolean losesStatusWrites;
  private boolean failsStatusWrites;
  private boolean breaksStatusWrites;
  private boolean stopping;
  private int statusWrites;
  private int repairs;
  private FakeTimers timers = new FakeTimers(clock);
  private ReconcilerFactory core;
  private ResourceReconciler reconciler;
  private EventRecords records = new EventRecords();
  private Optional<SyncResult> last = Optional.empty();
  private Optional<ResourceId> lastRun = Optional.empty();

  public World(Settings settings) {
    this.settings = settings;
    this.core = core();
    this.reconciler = process();
  }

  /// A request whose body was sent.
  public record Request(SaveReceipt receipt, SyncListener.RequestResult result) {}

  private ReconcilerFactory core() {
    return new ReconcilerFactory(
        settings,
        tokens,
        api,
        new Observer(),
        clock,
        () -> 0.5,
        () -> "request-" + requestIds.incrementAndGet(),
        () -> stopping);
  }

  private ResourceReconciler process() {
    var process = core.create(cluster, cluster, this::write, new Wakes(woken), timers);
    process.informersSynced();
    woken.clear();
    return process;
  }

  private final class Observer implements ReconciliationListener {

    @Override
    public void ended(SyncResult result, BuildSecretsStatus before, BuildSecretsStatus after) {
      StatusRules.hold(before, result, after);
      told.addAll(records.of(before, result, after));
      last = Optional.of(result);
    }

    @Override
    public void requestEnded(SaveReceipt receipt, RequestResult result) {
      requests.add(new Request(receipt, result));
    }

    @Override
    public void unexpected(ResourceId resource, Throwable failure) {
      if (failure instanceof AssertionError broken) {
        throw broken;
      }
      unexpected.add(failure);
    }

    @Override
    public void repaired(ResourceId resource, int times) {
      repairs = times;
    }
  }

  private Written write(ResourceId id, BuildSecretsStatus status) {
    statusWrites++;
    if (breaksStatusWrites) {
      throw new IllegalStateException("the client of the test");
    }
    if (failsStatusWrites) {
      return new Written.Failed();
    }
    if (losesStatusWrites) {
      return new Written.To(id.uid());
    }
    var there = cluster.resource(id);
    there.ifPresent(resource -> cluster.status(resource.id(), status));
    return there
        .<Written>map(resource -> new Written.To(resource.id().uid()))
        .orElseGet(Written.Gone::new);
  }

  /// With resource "acme", its credential in Secret "dodil", and `token=one` in Secret "npm".
  public static World withAcme(Settings settings) {
    var world = new World(settings);
    world.cluster.apply(ResourceBuilder.resource("acme"));
    world.cluster.secret("dodil", "client-id", "robot", "client-secret", "s3cr3t");
    world.cluster.secret("npm", "token", "one");
    return world;
  }

  public static World withAcme() {
    return withAcme(SettingsBuilder.settings());
  }

  /// As `withAcme`, saved, and past the window in which changes are collected.
  public static World withSavedAcme() {
    var world = withAcme();
    var _ = world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    return world;
  }

  /// Forgets all but what is in the cluster.
  public void restart() {
    losesStatusWrites = false;
    stopping = false;
    timers = new FakeTimers(clock);
    core = core();
    reconciler = process();
    records = new EventRecords();
  }

  /// As a restart, with another configuration.
  public void restart(Settings changed) {
    settings = changed;
    restart();
  }

  /// From now on what the process comes to does not reach the cluster.
  public void loseStatusWrites() {
    losesStatusWrites = true;
  }

  /// From now on the API server refuses statuses, or takes them again.
  public void failStatusWrites(boolean fails) {
    failsStatusWrites = fails;
  }

  /// The client throws what no client should throw.
  public void breakStatusWrites(boolean breaks) {
    breaksStatusWrites = breaks;
  }

  /// From now on nothing new is begun.
  public void stop() {
    stopping = true;
  }

  /// As a restart, after another process that may have died in the middle of a call.
  public void takeOver() {
    restart();
    core.leaseTakenOver();
  }

  /// One reconciliation, as an event or a timer begins it.
  public SyncOutcome run(String name) {
    return runOf(name).outcome();
  }

  public SyncResult runOf(String name) {
    last = Optional.empty();
    tryRun(name);
    return last.orElseThrow();
  }

  /// One reconciliation inside of which others run: what comes of it is not looked at.
  public void runInside(String name) {
    reconciler.reconcile(cluster.cached(name).id());
  }

  /// One reconciliation that nobody foresaw.
  public void tryRun(String name) {
    var id = cluster.cached(name).id();
    lastRun = Optional.of(id);
    reconciler.reconcile(id);
  }

  /// The watch shows the present status of a resource.
  ///
  /// @return whether the resource has to be looked at
  public boolean statusShown(String name) {
    var now = cluster.cached(name);
    var other = new BuildSecretsStatus(-2L, List.of(), null, null, null, null, null);
    return show(Optional.of(now.with(other)), Optional.of(now));
  }

  /// The watch shows a resource.
  ///
  /// @return whether the resource itself has to be looked at
  public boolean show(Optional<Resource> before, Optional<Resource> now) {
    return reconciler.events().resource(before, now);
  }

  public boolean handOver() {
    return reconciler.handOver();
  }

  public ResourceReconciler reconciler() {
    return reconciler;
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public List<Throwable> unexpected() {
    return List.copyOf(unexpected);
  }

  public int statusWrites() {
    return statusWrites;
  }

  /// How often in a row somebody else's status was replaced.
  public int repairs() {
    return repairs;
  }

  /// Runs, and again each time a reconciliation wants to come back, until the API was called so
  /// many times.
  public void runUntilPuts(String name, int puts) {
    run(name);
    for (int i = 0; i < 1000 && api.calls() < puts; i++) {
      runWhenDue(name);
    }
  }

  /// Lets the time pass that the last run wanted to wait, and runs again.
  public SyncOutcome runWhenDue(String name) {
    clock.set(due().orElseThrow());
    return run(name);
  }

  /// When the last run wants to come back.
  public Optional<Instant> due() {
    return lastRun.flatMap(timers::expiry);
  }

  public List<ResourceId> woken() {
    return List.copyOf(woken);
  }

  /// Empties what the reconciliations have told since the last time: `Warning SecretNotFound`, for
  /// instance.
  public List<String> told() {
    var lines = told.stream().map(n -> n.type().text() + " " + n.reason()).toList();
    told.clear();
    return lines;
  }

  /// The notes of what was told last.
  public List<String> notes() {
    return told.stream().map(EventRecord::note).toList();
  }

  public Resource resource(String name) {
    return cluster.resource(name);
  }

  public BuildSecretsStatus status(String name) {
    return resource(name).status();
  }

  public LastSave lastSave(String name) {
    return resource(name).lastSave().orElseThrow();
  }

  /// `Ready=False SecretNotFound Reconciling`, for instance.
  public String picture(String name) {
    var ready = status(name).condition("Ready").orElseThrow();
    var more =
        List.of("Reconciling", "Stalled").stream()
            .filter(status(name)::isTrue)
            .map(type -> " " + type)
            .findFirst()
            .orElse("");
    return "Ready=" + ready.status() + " " + ready.reason() + more;
  }

  public String message(String name) {
    return status(name).condition("Ready").orElseThrow().message();
  }

  /// How many calls were made: live reads, token calls, saves.
  public Calls calls() {
    return new Calls(cluster.reads().size(), tokens.calls(), api.calls());
  }

  /// What the world was asked for.
  public record Calls(int reads, int tokens, int puts) {}
}
