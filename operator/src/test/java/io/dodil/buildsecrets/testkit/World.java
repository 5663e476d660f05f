package io.dodil.buildsecrets.testkit;

import static io.dodil.buildsecrets.testkit.CandidateBuilder.candidate;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.status.NextStatus;
import io.dodil.buildsecrets.status.Notice;
import io.dodil.buildsecrets.status.Notices;
import io.dodil.buildsecrets.sync.Due;
import io.dodil.buildsecrets.sync.Memory;
import io.dodil.buildsecrets.sync.Sync;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncPorts;
import io.dodil.buildsecrets.sync.SyncRun;
import io.dodil.buildsecrets.sync.SyncState;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.TargetLocks;
import io.dodil.buildsecrets.target.TargetState;
import io.dodil.buildsecrets.target.Unsettled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The whole operator without Kubernetes and HTTP: a cluster, a token endpoint, an API, a clock,
/// and what comes of a run. Chance is always 1/2.
public final class World {

  public final DrivenClock clock = new DrivenClock();
  public final FakeCluster cluster = new FakeCluster();
  public final FakeTokenEndpoint tokens = new FakeTokenEndpoint();
  public final FakeSaveEndpoint api = new FakeSaveEndpoint();

  private final Map<String, BuildSecretsStatus> ledger = new HashMap<>();
  private Settings settings;
  private boolean losesStatusWrites;
  private final List<ResourceId> woken = new CopyOnWriteArrayList<>();
  private final AtomicInteger requestIds = new AtomicInteger();
  private final List<Notice> told = new ArrayList<>();
  private Sync sync;
  private TargetState targets;
  private Notices notices = new Notices();
  private Optional<Instant> due = Optional.empty();

  public World(Settings settings) {
    this.settings = settings;
    this.targets = targets();
    this.sync = process();
  }

  private TargetState targets() {
    return TargetState.empty(
        new Unsettled(settings.calls().timeout(), LeaderElectionSettings.LEASE_DURATION));
  }

  /// With resource "acme", its credential in Secret "dodil", and `token=one` in Secret "npm".
  public static World withAcme(Settings settings) {
    var world = new World(settings);
    world.cluster.apply(candidate("acme"));
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
    ledger.clear();
    targets = targets();
    sync = process();
    notices = new Notices();
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

  /// As a restart, after another process that may have died in the middle of a call.
  public void takeOver() {
    restart();
    targets.unsettled().takeover(clock.now().steady());
  }

  private Sync process() {
    var memory = new Memory();
    var ports =
        new SyncPorts(
            cluster,
            cluster,
            api,
            clock,
            () -> 0.5,
            () -> "request-" + requestIds.incrementAndGet());
    var held = new Tokens(tokens, clock.steady(), () -> 0.5);
    return new Sync(
        settings, ports, SyncState.empty(held, new TargetLocks(woken::add), targets, memory));
  }

  /// What a reconciler does: run, next status, next time.
  public SyncOutcome run(String name) {
    return runOf(name).outcome();
  }

  public SyncRun runOf(String name) {
    var seen = cluster.cached(name);
    var cached = seen.with(ledger.getOrDefault(seen.id().uid(), seen.status()));
    var run = sync.run(cached);
    var next =
        new NextStatus(settings.progressDeadline()).after(cached.status(), run, clock.instant());
    StatusRules.hold(cached.status(), run, next);
    told.addAll(notices.of(cached.status(), run, next));
    ledger.put(cached.id().uid(), next);
    if (!losesStatusWrites) {
      cluster.status(cached.id(), next);
    }
    if (run.givesWay(next)) {
      targets.claims().giveWay(run.resource(), run.target().orElseThrow(), run.cached());
    }
    due = Due.after(run, next, settings, clock.instant());
    return run;
  }

  /// Runs, and again each time a run wants to come back, until the API was called so many times.
  public void runUntilPuts(String name, int puts) {
    run(name);
    for (int i = 0; i < 1000 && api.calls() < puts; i++) {
      runWhenDue(name);
    }
  }

  /// Lets the time pass that the last run wanted to wait, and runs again.
  public SyncOutcome runWhenDue(String name) {
    clock.set(due.orElseThrow());
    return run(name);
  }

  /// When the last run wants to come back.
  public Optional<Instant> due() {
    return due;
  }

  public List<ResourceId> woken() {
    return List.copyOf(woken);
  }

  /// Empties what the runs have told since the last time: `Warning SecretNotFound`, for instance.
  public List<String> told() {
    var lines = told.stream().map(n -> n.kind().text() + " " + n.reason()).toList();
    told.clear();
    return lines;
  }

  /// The notes of what was told last.
  public List<String> notes() {
    return told.stream().map(Notice::note).toList();
  }

  public Candidate resource(String name) {
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
