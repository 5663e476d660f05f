package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.simulation.Api.Call;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who may save to which target, as far as that can be said from outside: who saved last by its
/// status; and while nobody has saved, a resource that has something new to try is delayed by at
/// most one attempt of each other namespace.
final class Owners {

  private final Simulation world;
  private final Operator operator;

  /// `target uid` -> namespaces whose attempts came first, since that resource had something new.
  private final Map<String, Map<String, Integer>> delays = new HashMap<>();

  Owners(Simulation world, Operator operator) {
    this.world = world;
    this.operator = operator;
  }

  private Optional<Res> cached(String uid) {
    return world.cluster.watch.resources.values().stream()
        .map(Watch.Seen::resource)
        .filter(r -> r.uid().equals(uid))
        .findFirst();
  }

  /// Those that the cluster and the cache agree on.
  List<Res> firm() {
    return world.cluster.resources.values().stream()
        .filter(r -> cached(r.uid()).filter(c -> c.want().equals(r.want())).isPresent())
        .filter(r -> cached(r.uid()).filter(c -> c.deleting() == r.deleting()).isPresent())
        .toList();
  }

  private List<Res> rivals(Frame frame, String target) {
    return frame.firm.stream()
        .filter(r -> operator.config.isCandidate(r, target))
        .filter(r -> !r.uid().equals(frame.cached.uid()))
        .toList();
  }

  /// An attempt was accepted: its resource owns what it saved.
  void accepted(Frame frame) {
    operator
        .config
        .target(frame.seen.want())
        .ifPresent(target -> delays.keySet().removeIf(key -> key.startsWith(target + " ")));
  }

  /// An attempt has ended that was not accepted. The resources of a namespace share its turns.
  void attempted(Frame frame) {
    if (!world.cluster.watch.isUpToDate() || world.cluster.down) {
      // the operator takes turns by what the watch has shown
      delays.clear();
      return;
    }
    operator
        .config
        .target(frame.seen.want())
        .ifPresent(
            target -> {
              for (var other : rivals(frame, target)) {
                if (other.namespace().equals(frame.cached.namespace())) {
                  delays.remove(target + " " + other.uid());
                }
              }
              if (isUnproven(frame, target)) {
                attempted(frame, target);
              }
            });
  }

  private boolean isUnproven(Frame frame, String target) {
    boolean isThere = frame.firm.stream().anyMatch(r -> r.uid().equals(frame.cached.uid()));
    return isThere
        && frame.firm.stream()
            .filter(r -> operator.config.isCandidate(r, target))
            .allMatch(r -> savedAt(r, frame, target).equals(Instant.MIN));
  }

  private void attempted(Frame frame, String target) {
    delays.remove(target + " " + frame.cached.uid());
    for (var other : rivals(frame, target)) {
      if (!other.namespace().equals(frame.cached.namespace())
          && frame.eager.contains(other.uid())) {
        int times =
            delays
                .computeIfAbsent(target + " " + other.uid(), _ -> new HashMap<>())
                .merge(frame.cached.namespace(), 1, Integer::sum);
        if (times > 1) {
          throw world.violation(
              frame.cached.path() + " tries again before " + other.path() + " could try once");
        }
      }
    }
  }

  void check(Call call) {
    var target = call.target();
    var sender = call.frame().cached;
    // by what was known when it was asked who owns the target: clocks are set meanwhile, too
    var said = call.frame().said.get(sender.uid());
    var saved = savedAt(sender, said == null ? operator.status(sender) : said, target);
    for (var other : rivals(call.frame(), target)) {
      if (savedAt(other, call.frame(), target).isAfter(saved)) {
        throw world.violation(sender.path() + " saves what was saved by " + other.path());
      }
    }
  }

  private static Instant savedAt(Res resource, Frame frame, String target) {
    var said = frame.said.getOrDefault(resource.uid(), BuildSecretsStatus.none());
    return savedAt(resource, said, target);
  }

  /// When it saved that target the last time, by its status.
  static Instant savedAt(Res resource, BuildSecretsStatus status, String target) {
    return Optional.ofNullable(status.lastSave())
        .filter(s -> s.uid().equals(resource.uid()))
        .filter(s -> target.equals(s.apiUrl() + "|" + s.organization()))
        .map(s -> s.time())
        .orElse(Instant.MIN);
  }
}
