package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// No more faults, and everything that is due is done: then each organization holds its owner's
/// newest set, and each status says the truth.
final class Quiescence {

  private static final Duration LONG = Duration.ofHours(2);
  private static final int RUNS = 600;

  private final Simulation world;
  private final Cluster cluster;

  Quiescence(Simulation world) {
    this.world = world;
    this.cluster = world.cluster;
  }

  void settle() {
    world.faultPercent = 0;
    world.losesWrites = false;
    cluster.down = false;
    cluster.watch.relist(world.operator);
    var end = world.steady().plus(LONG);
    for (int i = 0; i < RUNS; i++) {
      world.deliver();
      world.runReady();
      if (cluster.watch.isUpToDate() && world.operator.ready.isEmpty()) {
        var next = world.operator.nextTimer().filter(at -> at.isBefore(end));
        if (next.isEmpty()) {
          world.advance(Duration.between(world.steady(), end));
          cluster.resources.values().stream().filter(r -> !r.deleting()).forEach(this::check);
          return;
        }
        world.advance(Duration.between(world.steady(), next.get()));
      }
    }
    throw world.violation("never comes to rest");
  }

  private void check(Res r) {
    var status = cluster.status(r);
    var config = world.operator.config;
    world.trace.add("  at rest %s: %s".formatted(r.path(), Judge.reason(status)));
    require(isObserved(status, r), r, "is not observed: " + status.observedGeneration());
    var target = config.target(r.want()).filter(t -> config.isCandidate(r, t));
    if (target.isEmpty()) {
      require(!status.isTrue("Ready") || r.want().suspended(), r, "is ready, and may not save");
      return;
    }
    var rivals =
        cluster.resources.values().stream()
            .filter(o -> !o.uid().equals(r.uid()) && config.isCandidate(o, target.get()))
            .toList();
    if (status.isTrue("Ready")) {
      isReady(r, status, target.get(), rivals);
    } else if (!r.want().suspended()) {
      isNotReady(r, status, target.get(), rivals);
    }
    require(
        r.want().suspended() || status.inDoubtUntil() == null || !status.isTrue("Ready"),
        r,
        "still owes a settling save");
  }

  private static boolean isObserved(BuildSecretsStatus status, Res resource) {
    return Long.valueOf(resource.generation()).equals(status.observedGeneration());
  }

  private void isReady(Res r, BuildSecretsStatus status, String target, List<Res> rivals) {
    var payload = Oracle.payload(r, cluster.secrets);
    var held = Optional.ofNullable(world.api.held.get(target)).map(Api.Held::body);
    require(held.isPresent() && held.equals(payload), r, "is ready, held: " + held + payload);
    var save = Optional.ofNullable(status.lastSave()).orElseThrow();
    require(
        save.versions().equals(Sec.versions(cluster.secrets, r.secrets())),
        r,
        "is ready by other Secrets");
    require(
        rivals.stream().noneMatch(o -> cluster.status(o).isTrue("Ready") && !o.want().suspended()),
        r,
        "is not the only one that is ready");
  }

  private void isNotReady(Res r, BuildSecretsStatus status, String target, List<Res> rivals) {
    var reason = Judge.reason(status);
    if (reason.equals("TargetConflict")) {
      require(
          rivals.stream().anyMatch(o -> hasSaved(o, target)),
          r,
          "says that another one owns what nobody has saved");
      require(!rivals.isEmpty(), r, "waits for nobody");
    } else {
      require(!canSave(r), r, "could save, and says " + reason);
      boolean resolves = Oracle.payload(r, cluster.secrets).isPresent();
      // who is stopped before reading says what was found before
      boolean stopped = reason.equals("EndpointNotConfigured");
      boolean saysSo =
          !status.condition("SecretsResolved").orElseThrow().reason().equals("Resolved");
      require(resolves || stopped || saysSo, r, "is said to be resolved");
    }
  }

  private boolean hasSaved(Res r, String target) {
    return !world.operator.judge.savedAt(r, target).equals(Instant.MIN);
  }

  /// Whether nothing is in its way but other resources.
  private boolean canSave(Res r) {
    return Oracle.payload(r, cluster.secrets).isPresent()
        && world.operator.config.canAuthenticate(r.want())
        && hasGoodCredential(r);
  }

  private boolean hasGoodCredential(Res r) {
    var secret = Optional.ofNullable(cluster.secrets.get(r.namespace() + "/" + r.want().auth()));
    if (r.want().isStatic()) {
      return secret
          .flatMap(s -> world.idp.token(s.value("token")))
          .filter(t -> t.isGood(world.steady()))
          .filter(t -> isOf(t.account(), t.organizations(), r))
          .isPresent();
    }
    return secret
        .flatMap(s -> world.idp.login(s.value("client-id"), s.value("client-secret")))
        .filter(a -> isOf(a, a.organizations, r))
        .isPresent();
  }

  private boolean isOf(Idp.Account account, List<String> organizations, Res r) {
    return account.permitted
        && organizations.equals(List.of(r.want().organization()))
        && (!account.opaque || world.operator.config.bindings().isEmpty());
  }

  private void require(boolean holds, Res resource, String otherwise) {
    if (!holds) {
      throw world.violation("at rest " + resource.path() + " " + otherwise);
    }
  }
}
