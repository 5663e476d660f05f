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
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.LiveState;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveEndpoint;
import io.dodil.buildsecrets.sync.SyncRun;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.SpecBuilder;
import java.net.URI;
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
import java.util.TreeMap;
import java.util.TreeSet;

/// One process of the operator: its real core, with the simulated world around it, and a queue and
/// timers as JOSDK has them.
final class Operator implements LiveState, Watch.Listener {

  private final Simulation world;
  private final Cluster cluster;
  private final Settings settings;
  private final ReconcilerFactory core;
  private final ResourceReconciler reconciler;
  private final NavigableMap<String, Timer> timers = new TreeMap<>();
  final Config config;
  final int number;
  final Set<String> ready = new LinkedHashSet<>();
  final Set<String> running = new TreeSet<>();
  private final Set<String> written = new TreeSet<>();
  final Judge judge;
  boolean leads = true;
  boolean draining;
  boolean dead;
  private boolean watching;

  Operator(Simulation world, Config config, int number, boolean takesOver) {
    this.world = world;
    this.cluster = world.cluster;
    this.config = config;
    this.number = number;
    this.settings = settings(config);
    this.core =
        new ReconcilerFactory(
            settings,
            (endpoint, credential) -> world.issue(this, endpoint, credential),
            new Saves(),
            new Observer(),
            world.clock,
            world::random,
            () -> "request",
            () -> draining);
    this.judge = new Judge(world, this);
    if (takesOver) {
      core.leaseTakenOver();
      judge.tookOver();
    }
    this.reconciler = core.create(new Cache(), this, this::write, new Queue(), new Timers());
    cluster
        .watch
        .resources
        .values()
        .forEach(
            seen -> reconciler.events().resource(Optional.empty(), Optional.of(candidate(seen))));
    reconciler.informersSynced();
  }

  private Written write(ResourceId id, BuildSecretsStatus next) {
    written.add(id.uid());
    return world.write(this, id, next);
  }

  /// Whether it has tried to write a status of that resource: then it knows best what that is.
  boolean hasWritten(Res resource) {
    return written.contains(resource.uid());
  }

  private final class Observer implements RunObserver {

    @Override
    public void ended(SyncRun run, BuildSecretsStatus before, BuildSecretsStatus after) {
      world.ended(Operator.this, run, before, after);
    }

    @Override
    public void unexpected(ResourceId resource, Throwable failure) {
      if (failure instanceof Stop stop) {
        throw stop;
      }
      throw new IllegalStateException(failure);
    }
  }

  private final class Queue implements Waker {

    @Override
    public void wake(ResourceId resource) {
      if (!dead) {
        ready.add(resource.path());
      }
    }
  }

  private final class Timers implements ResourceTimers {

    @Override
    public void start(ResourceId resource, Duration wait) {
      timers.put(resource.path(), new Timer(resource, world.steady().plus(wait)));
    }

    @Override
    public void cancel(ResourceId resource) {
      timers.remove(resource.path());
    }
  }

  private record Timer(ResourceId resource, Instant expiry) {}

  private static Settings settings(Config config) {
    return SettingsBuilder.settings(
        s -> {
          var endpoints = new TreeMap<String, Endpoint>();
          config
              .apis()
              .forEach(
                  (name, api) -> {
                    var token =
                        config.tokenless().contains(name)
                            ? Optional.<URI>empty()
                            : Optional.of(URI.create("https://id.test/token"));
                    endpoints.put(
                        name,
                        new Endpoint(
                            name, URI.create(api), token, "", Endpoint.OrganizationCheck.IF_NAMED));
                  });
          s.endpoints(endpoints);
          new TreeMap<>(config.bindings())
              .forEach(
                  (binding, namespaces) -> {
                    var parts = binding.split("\\|", -1);
                    s.bind(parts[0], parts[1], namespaces);
                  });
        });
  }

  boolean maySave() {
    return leads && !draining && !dead;
  }

  /// The timers whose time has come expire.
  void ring() {
    var expired = timers.values().stream().filter(t -> !world.steady().isBefore(t.expiry)).toList();
    for (var timer : expired) {
      timers.remove(timer.resource.path(), timer);
      reconciler.events().timerExpired(timer.resource);
    }
  }

  Optional<Instant> nextTimer() {
    return timers.values().stream().map(Timer::expiry).min(Instant::compareTo);
  }

  void run(Watch.Seen seen) {
    var path = seen.resource().path();
    running.add(path);
    try {
      reconciler.reconcile(seen.resource().id());
    } finally {
      running.remove(path);
    }
  }

  Optional<Instant> timer(String path) {
    return Optional.ofNullable(timers.get(path)).map(Timer::expiry);
  }

  boolean handOver() {
    return reconciler.handOver();
  }

  Resource known(Watch.Seen seen) {
    return reconciler.known(candidate(seen));
  }

  @Override
  public void resource(Optional<Watch.Seen> before, Optional<Watch.Seen> now) {
    watching = true;
    try {
      if (now.isEmpty()) {
        before.ifPresent(gone -> ready.remove(gone.resource().path()));
      }
      if (reconciler
          .events()
          .resource(before.map(Operator::candidate), now.map(Operator::candidate))) {
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
      return true;
    }

    @Override
    public SaveAnswer save(Endpoint endpoint, Sensitive token, Sensitive body, String requestId) {
      return world.save(Operator.this, endpoint, token, body);
    }
  }

  private final class Cache implements CachedState {

    @Override
    public SecretVersions versions(String namespace, Collection<String> names) {
      return cached(namespace, names);
    }

    @Override
    public Optional<Resource> resource(ResourceId id) {
      return Optional.ofNullable(cluster.watch.resources.get(id.path())).map(Operator::candidate);
    }

    @Override
    public List<Resource> all() {
      return cluster.watch.resources.values().stream().map(Operator::candidate).toList();
    }

    @Override
    public List<Resource> candidates(Target target) {
      if (!watching && !world.frames.isEmpty()) {
        judge.asksForOwner(world.frame());
      }
      return all().stream()
          .filter(c -> c.target(settings).filter(target::equals).isPresent())
          .toList();
    }
  }

  @Override
  public ResourceRead read(ResourceId id) {
    world.meanwhile();
    judge.reads(world.frame());
    if (cluster.down) {
      return new ResourceRead.Failed();
    }
    return Optional.ofNullable(cluster.resources.get(id.path()))
        .<ResourceRead>map(
            r -> new ResourceRead.Found(candidate(new Watch.Seen(r, cluster.status(r)))))
        .orElseGet(ResourceRead.Absent::new);
  }

  @Override
  public SecretRead read(String namespace, String name) {
    if (cluster.down) {
      return new SecretRead.Failed();
    }
    return Optional.ofNullable(cluster.secrets.get(namespace + "/" + name))
        .<SecretRead>map(s -> new SecretRead.Found(content(name, s)))
        .orElseGet(SecretRead.Absent::new);
  }

  private static SecretContent content(String name, Sec secret) {
    var data = new HashMap<String, Sensitive>();
    secret.data().forEach((key, value) -> data.put(key, Sensitive.of(value)));
    return new SecretContent(name, secret.uid(), secret.version(), "Opaque", Map.of(), data);
  }

  private static Resource candidate(Watch.Seen seen) {
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
      spec.clientCredentials(want.auth());
    }
    for (var part : Want.Part.values()) {
      if (want.has(part)) {
        switch (part) {
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
  BuildSecretsStatus status(Res resource) {
    var shown =
        Optional.ofNullable(cluster.watch.resources.get(resource.path()))
            .filter(seen -> seen.resource().uid().equals(resource.uid()))
            .map(Watch.Seen::status)
            .orElse(BuildSecretsStatus.none());
    return known(new Watch.Seen(resource, shown)).status();
  }

  Duration lease() {
    return LeaderElectionSettings.LEASE_DURATION;
  }
}
