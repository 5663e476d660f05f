package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.reconcile.ReconcilerFactory;
import io.dodil.buildsecrets.reconcile.ResourceReconciler;
import io.dodil.buildsecrets.reconcile.ResourceTimers;
import io.dodil.buildsecrets.reconcile.StatusWrites.Written;
import io.dodil.buildsecrets.reconcile.Waker;
import io.dodil.buildsecrets.resolve.SecretRead;
import io.dodil.buildsecrets.simulation.invariants.Invariants;
import io.dodil.buildsecrets.simulation.world.Cluster;
import io.dodil.buildsecrets.simulation.world.Config;
import io.dodil.buildsecrets.simulation.world.ObservedProcess;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.simulation.world.Sec;
import io.dodil.buildsecrets.simulation.world.Stop;
import io.dodil.buildsecrets.simulation.world.Want;
import io.dodil.buildsecrets.simulation.world.Watch;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.LiveState;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveEndpoint;
import io.dodil.buildsecrets.sync.SyncResult;
import io.dodil.buildsecrets.testkit.SpecBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/// One process of the operator: its real core, with the simulated world around it, and a queue and
/// timers as JOSDK has them.
final class Operator implements LiveState, ObservedProcess, Watch.Listener {

  private final Simulation world;
  private final Cluster cluster;
  private final Settings settings;
  private final ReconcilerFactory core;
  private final ResourceReconciler reconciler;
  private final NavigableMap<String, Timer> timers = new TreeMap<>();
  private final Config config;
  private final int number;
  final Set<String> ready = new LinkedHashSet<>();

  /// namespace and name -> uid
  final Map<String, String> running = new TreeMap<>();

  private final Set<String> written = new TreeSet<>();
  final Invariants invariants;

  /// Whether no other process has the Lease.
  boolean leads;

  /// Whether the Lease could not be renewed in time.
  boolean lapsed;

  /// Whether it stands still.
  boolean paused;

  boolean draining;
  boolean dead;
  private boolean watching;

  Operator(Simulation world, Config config, int number) {
    this.world = world;
    this.cluster = world.cluster;
    this.config = config;
    this.number = number;
    this.settings = config.settings();
    this.core =
        new ReconcilerFactory(
            settings,
            (endpoint, credential) -> world.api.issue(this, endpoint, credential),
            new Saves(),
            new Observer(),
            world.clock,
            world::random,
            () -> "request",
            () -> draining);
    this.invariants = new Invariants(world, this);
    this.reconciler = core.create(new Cache(), this, this::write, new Queue(), new Timers());
    cluster
        .watch
        .resources
        .values()
        .forEach(seen -> reconciler.events().resource(Optional.empty(), Optional.of(shown(seen))));
    reconciler.informersSynced();
  }

  /// From now on it has the Lease.
  ///
  /// @param takesOver whether its former holder did not release it
  void leads(boolean takesOver) {
    leads = true;
    if (takesOver) {
      core.leaseTakenOver();
      invariants.takesOver();
    }
    ready.addAll(cluster.watch.resources.keySet());
  }

  private Written write(ResourceId id, BuildSecretsStatus next) {
    written.add(id.uid());
    return world.writes.write(this, id, next);
  }

  /// Whether it has tried to write a status of that resource: then it knows best what that is.
  @Override
  public boolean hasWritten(Res resource) {
    return written.contains(resource.uid());
  }

  private final class Observer implements ReconciliationListener {

    @Override
    public void ended(SyncResult result, BuildSecretsStatus before, BuildSecretsStatus after) {
      if (!dead) {
        trace(result, after);
        invariants.concludes(world.pass(), result, after);
      }
    }

    @Override
    public void unexpected(ResourceId resource, Throwable failure) {
      if (failure instanceof Stop stop) {
        throw stop;
      }
      if (!isInjected(failure)) {
        throw new IllegalStateException(failure);
      }
    }

    private boolean isInjected(Throwable failure) {
      return failure instanceof PortFailure.Unexpected
          || failure instanceof PortFailure.Broken
          || (failure.getCause() != null && isInjected(failure.getCause()));
    }

    private void trace(SyncResult result, BuildSecretsStatus after) {
      var ready =
          after.condition("Ready").map(c -> c.status() + " " + c.reason()).orElse("nothing yet");
      var outcome = result.outcome().getClass().getSimpleName();
      world.trace.add(
          "  [%d] %s: %s -> %s".formatted(number, result.resource().id().path(), outcome, ready));
    }
  }

  private final class Queue implements Waker {

    @Override
    public void wake(ResourceId resource) {
      if (!dead && leads) {
        ready.add(resource.path());
      }
    }
  }

  private final class Timers implements ResourceTimers {

    @Override
    public void start(ResourceId resource, Duration wait) {
      timers.put(resource.path(), new Timer(resource, world.monotonic().plus(wait)));
    }

    @Override
    public void cancel(ResourceId resource) {
      timers.remove(resource.path());
    }
  }

  private record Timer(ResourceId resource, Instant expiry) {}

  @Override
  public boolean maySave() {
    return leads && !lapsed && !draining && !dead;
  }

  /// Whether it begins reconciliations.
  boolean works() {
    return leads && !draining && !dead && !paused;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  public Settings settings() {
    return settings;
  }

  /// The timers whose time has come expire.
  void ring() {
    var expired =
        timers.values().stream().filter(t -> !world.monotonic().isBefore(t.expiry)).toList();
    for (var timer : expired) {
      timers.remove(timer.resource.path(), timer);
      reconciler.events().timerExpired(timer.resource);
    }
  }

  Optional<Instant> nextTimer() {
    return timers.values().stream().map(Timer::expiry).min(Instant::compareTo);
  }

  void run(Watch.Seen seen) {
    reconciler.reconcile(seen.resource().id());
  }

  @Override
  public Optional<Instant> timer(String path) {
    return Optional.ofNullable(timers.get(path)).map(Timer::expiry);
  }

  boolean handOver() {
    return reconciler.handOver();
  }

  @Override
  public BuildSecretsStatus known(Watch.Seen seen) {
    return reconciler.known(shown(seen)).status();
  }

  @Override
  public void resource(Optional<Watch.Seen> before, Optional<Watch.Seen> now) {
    watching = true;
    try {
      if (now.isEmpty()) {
        before.ifPresent(gone -> ready.remove(gone.resource().path()));
      }
      boolean wakes =
          reconciler.events().resource(before.map(Operator::shown), now.map(Operator::shown));
      if (wakes && leads) {
        now.ifPresent(seen -> ready.add(seen.resource().path()));
      }
    } finally {
      watching = false;
    }
  }

  @Override
  public void secret(String path) {
    cluster.watch.resources.values().stream()
        .map(Watch.Seen::resource)
        .filter(r -> r.secrets().contains(path))
        .forEach(r -> reconciler.events().secretChanged(r.id()));
  }

  private SecretVersions cached(String namespace, Collection<String> names) {
    var versions = new HashMap<String, String>();
    names.forEach(
        n ->
            Optional.ofNullable(cluster.watch.versions.get(namespace + "/" + n))
                .ifPresent(v -> versions.put(n, v)));
    return SecretVersions.of(versions);
  }

  private final class Saves implements SaveEndpoint {

    @Override
    public boolean awaitTurn(Endpoint endpoint) {
      return !draining;
    }

    @Override
    public SaveAnswer save(Endpoint endpoint, Sensitive token, Sensitive body, String requestId) {
      return world.api.save(Operator.this, endpoint, token, body);
    }
  }

  private final class Cache implements CachedState {

    @Override
    public SecretVersions versions(String namespace, Collection<String> names) {
      return cached(namespace, names);
    }

    @Override
    public boolean areSelected(String namespace, Collection<String> names) {
      return names.stream()
          .flatMap(
              n -> Optional.ofNullable(cluster.watch.versions.get(namespace + "/" + n)).stream())
          .allMatch(version -> cluster.version(version).filter(Sec::isLabelled).isPresent());
    }

    @Override
    public Optional<Resource> resource(ResourceId id) {
      return Optional.ofNullable(cluster.watch.resources.get(id.path())).map(Operator::shown);
    }

    @Override
    public List<Resource> all() {
      return cluster.watch.resources.values().stream().map(Operator::shown).toList();
    }

    @Override
    public List<Resource> candidates(Target target) {
      if (!watching && !dead && world.isInTask() && world.task().operator == Operator.this) {
        invariants.asksForOwner(world.pass());
      }
      return all().stream()
          .filter(c -> c.target(settings).filter(target::equals).isPresent())
          .toList();
    }
  }

  @Override
  public ResourceRead read(ResourceId id) {
    world.mayFail("the read of the resource");
    world.takes(Duration.ofMillis(world.chance(10) ? world.pick(5_000) : world.pick(100)));
    invariants.reads(world.pass());
    if (cluster.down) {
      return new ResourceRead.Failed();
    }
    return Optional.ofNullable(cluster.resources.get(id.path()))
        .<ResourceRead>map(r -> new ResourceRead.Found(shown(new Watch.Seen(r, cluster.status(r)))))
        .orElseGet(ResourceRead.Absent::new);
  }

  @Override
  public SecretRead read(String namespace, String name) {
    if (cluster.down || fails(name)) {
      world.pass().readFails = true;
      return new SecretRead.Failed();
    }
    return Optional.ofNullable(cluster.secrets.get(namespace + "/" + name))
        .<SecretRead>map(s -> new SecretRead.Found(content(name, s)))
        .orElseGet(SecretRead.Absent::new);
  }

  /// On any thread, and in any order.
  private boolean fails(String name) {
    return world.faultPercent > 0
        && new SplittableRandom(name.hashCode() + 31L * world.pass().number).nextInt(100)
            < world.faultPercent / 4;
  }

  private static SecretContent content(String name, Sec secret) {
    var data = new HashMap<String, Sensitive>();
    secret.data().forEach((key, value) -> data.put(key, Sensitive.of(value)));
    return new SecretContent(
        name, secret.uid(), secret.version(), type(secret), labels(secret), data);
  }

  private static String type(Sec secret) {
    return secret.has(Sec.DOCKER_CONFIG) ? "kubernetes.io/dockerconfigjson" : "Opaque";
  }

  private static Map<String, String> labels(Sec secret) {
    return secret.isLabelled() ? Map.of("team", "builds") : Map.of();
  }

  private static Resource shown(Watch.Seen seen) {
    var r = seen.resource();
    return new Resource(
        new ResourceId(r.namespace(), r.name(), r.uid()),
        r.generation(),
        r.created(),
        r.deleting(),
        Optional.of(r.request()).filter(text -> !text.isEmpty()),
        spec(r.want()),
        false,
        seen.status());
  }

  private static BuildSecretsSpec spec(Want want) {
    var spec = new SpecBuilder().endpoint(want.endpoint()).organization(want.organization());
    if (want.isStatic()) {
      spec.token(want.auth());
    } else {
      spec.account(want.auth(), want.idKey(), want.secretKey());
    }
    for (var part : Want.Part.values()) {
      if (want.has(part)) {
        switch (part) {
          case NPM_AGAIN -> spec.buildSecret("NPM2", "npm", "token");
          case REGISTRIES -> spec.docker("hub");
          case NPM -> spec.buildSecret("NPM", "npm", "token");
          case PIP -> spec.optional("PIP", "pip", "token");
          case ARGS -> spec.from("args");
          case GIT -> spec.git("git");
        }
      }
    }
    return (want.suspended() ? spec.suspended() : spec).build();
  }

  /// What the process knows, which the cluster may not know yet, or which may be old.
  @Override
  public BuildSecretsStatus status(Res resource) {
    var shown =
        Optional.ofNullable(cluster.watch.resources.get(resource.path()))
            .filter(seen -> seen.resource().uid().equals(resource.uid()))
            .map(Watch.Seen::status)
            .orElse(BuildSecretsStatus.none());
    return known(new Watch.Seen(resource, shown));
  }

  Duration lease() {
    return LeaderElectionSettings.LEASE_DURATION;
  }
}
