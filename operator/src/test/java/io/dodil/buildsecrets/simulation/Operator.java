package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.controller.Upkeep;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.resolve.SecretRead;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.LiveState;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveEndpoint;
import io.dodil.buildsecrets.sync.SyncPorts;
import io.dodil.buildsecrets.sync.SyncRun;
import io.dodil.buildsecrets.sync.SyncState;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.InDoubtRequests;
import io.dodil.buildsecrets.target.TargetState;
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
  private final TargetState targets;
  private final Upkeep upkeep;
  private final NavigableMap<String, Instant> timers = new TreeMap<>();
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
    this.targets =
        TargetState.empty(
            new InDoubtRequests(settings.calls().timeout(), LeaderElectionSettings.LEASE_DURATION));
    this.judge = new Judge(world, this);
    if (takesOver) {
      targets.inDoubt().takeover(world.steady());
      judge.tookOver();
    }
    var observer = new Observer();
    var ports =
        new SyncPorts(
            new Cache(),
            this,
            new Saves(),
            observer,
            () -> draining,
            world.clock,
            world::random,
            () -> "request");
    var tokens =
        new Tokens(
            (endpoint, credential) -> world.issue(this, endpoint, credential),
            world.clock.steady(),
            world::random);
    this.upkeep =
        new Upkeep(
            settings,
            ports,
            SyncState.empty(tokens, targets),
            new Upkeep.Around(new Wakes(), this::write, observer));
    cluster.watch.resources.values().forEach(seen -> upkeep.created(candidate(seen)));
    ready.addAll(cluster.watch.resources.keySet());
  }

  private Upkeep.Written write(ResourceId id, BuildSecretsStatus next) {
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

  private final class Wakes implements Upkeep.Waker {

    @Override
    public void wake(ResourceId resource) {
      if (!dead) {
        ready.add(resource.path());
      }
    }

    @Override
    public void wakeIn(ResourceId resource, Duration time) {
      timers.merge(resource.path(), world.steady().plus(time), (a, b) -> a.isBefore(b) ? a : b);
    }
  }

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

  /// Those whose time has come are ready.
  void ring() {
    timers
        .entrySet()
        .removeIf(e -> !world.steady().isBefore(e.getValue()) && ready.add(e.getKey()));
  }

  Optional<Instant> nextTimer() {
    return timers.values().stream().min(Instant::compareTo);
  }

  /// Each run replaces the timer of the one before.
  void run(Watch.Seen seen) {
    var path = seen.resource().path();
    timers.remove(path);
    running.add(path);
    try {
      upkeep.run(candidate(seen)).ifPresent(in -> timers.put(path, world.steady().plus(in)));
    } finally {
      running.remove(path);
    }
  }

  Optional<Instant> timer(String path) {
    return Optional.ofNullable(timers.get(path));
  }

  boolean handOver() {
    return upkeep.handOver();
  }

  Candidate known(Watch.Seen seen) {
    return upkeep.known(candidate(seen));
  }

  @Override
  public void resource(Optional<Watch.Seen> before, Optional<Watch.Seen> now) {
    watching = true;
    try {
      show(before, now);
    } finally {
      watching = false;
    }
  }

  private void show(Optional<Watch.Seen> before, Optional<Watch.Seen> now) {
    if (now.isEmpty()) {
      before.ifPresent(this::left);
      return;
    }
    var res = now.get().resource();
    if (before.isEmpty()) {
      upkeep.created(candidate(now.get()));
      ready.add(res.path());
      return;
    }
    var old = before.get().resource();
    if (!old.uid().equals(res.uid())) {
      upkeep.forget(old.id());
      upkeep.created(candidate(now.get()));
    }
    if (!old.uid().equals(res.uid())
        || !old.want().equals(res.want())
        || old.deleting() != res.deleting()) {
      wakeOwner(before.get(), res);
    }
    boolean news =
        !old.uid().equals(res.uid())
            || old.generation() != res.generation()
            || old.deleting() != res.deleting()
            || !old.request().equals(res.request())
            || (!before.get().status().equals(now.get().status())
                && upkeep.statusShown(candidate(now.get())));
    if (news) {
      ready.add(res.path());
    }
  }

  private void left(Watch.Seen gone) {
    upkeep.forget(gone.resource().id());
    timers.remove(gone.resource().path());
    ready.remove(gone.resource().path());
    wakeOwner(gone, gone.resource());
  }

  private void wakeOwner(Watch.Seen ofTarget, Res changed) {
    target(candidate(ofTarget))
        .flatMap(upkeep::owner)
        .map(Candidate::id)
        .filter(owner -> !owner.uid().equals(changed.uid()))
        .ifPresent(owner -> ready.add(owner.path()));
  }

  private Optional<Target> target(Candidate resource) {
    return settings.target(resource.spec().endpoint(), resource.spec().organization());
  }

  @Override
  public void secret(String path) {
    cluster.watch.resources.values().stream()
        .map(Watch.Seen::resource)
        .filter(r -> r.secrets().contains(path))
        .forEach(r -> ready.add(r.path()));
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
    public Optional<Candidate> resource(ResourceId id) {
      return Optional.ofNullable(cluster.watch.resources.get(id.path())).map(Operator::candidate);
    }

    @Override
    public List<Candidate> all() {
      return cluster.watch.resources.values().stream().map(Operator::candidate).toList();
    }

    @Override
    public List<Candidate> candidates(Target target) {
      if (!watching && !world.frames.isEmpty()) {
        judge.asksForOwner(world.frame());
      }
      return all().stream().filter(c -> target(c).filter(target::equals).isPresent()).toList();
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

  private static Candidate candidate(Watch.Seen seen) {
    var r = seen.resource();
    return new Candidate(
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
