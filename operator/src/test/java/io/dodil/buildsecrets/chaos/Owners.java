package io.dodil.buildsecrets.chaos;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.chaos.Api.Call;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who owns which target, as far as that can be said from outside: who began to save in this
/// process and did not fail for sure; else who saved last by its status; else the oldest that is
/// neither suspended nor stalled.
final class Owners {

  private static final Comparator<Res> BY_AGE =
      Comparator.comparing(Res::created).thenComparing(Res::path);

  private final Simulation world;
  private final Operator operator;
  private final Map<String, String> began = new HashMap<>();
  private final Map<String, Boolean> first = new HashMap<>();

  /// `target uid` of those that began, and were no candidate at some time since.
  private final Set<String> left = new HashSet<>();

  Owners(Simulation world, Operator operator) {
    this.world = world;
    this.operator = operator;
  }

  void shown() {
    began
        .entrySet()
        .removeIf(
            e ->
                cached(e.getValue())
                        .filter(r -> operator.config.isCandidate(r, e.getKey()))
                        .isEmpty()
                    && left.add(e.getKey() + " " + e.getValue()));
    // one that left for the second time is still one that left
    began
        .entrySet()
        .removeIf(
            e ->
                cached(e.getValue())
                    .filter(r -> operator.config.isCandidate(r, e.getKey()))
                    .isEmpty());
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

  void begins(Call call) {
    var uid = call.frame().cached.uid();
    first.put(call.target(), !uid.equals(began.put(call.target(), uid)));
  }

  void savedNothing(Call call) {
    if (first.getOrDefault(call.target(), false)) {
      began.remove(call.target(), call.frame().cached.uid());
    }
  }

  /// Who has begun to save there in this process.
  Optional<String> holder(String target) {
    return Optional.ofNullable(began.get(target));
  }

  void check(Call call) {
    var target = call.target();
    var sender = call.frame().cached;
    var others =
        call.frame().firm.stream()
            .filter(r -> operator.config.isCandidate(r, target))
            .filter(r -> !r.uid().equals(sender.uid()))
            .toList();
    var holder = holder(target);
    if (holder.filter(sender.uid()::equals).isPresent()
        || left.contains(target + " " + sender.uid())) {
      return;
    }
    var saved = savedAt(sender, operator.status(sender), target);
    for (var other : others) {
      if (holder.filter(other.uid()::equals).isPresent()) {
        throw world.violation(sender.path() + " saves what belongs to " + other.path());
      }
      if (savedAt(other, call.frame(), target).isAfter(saved)) {
        throw world.violation(sender.path() + " saves what was saved by " + other.path());
      }
      if (saved.equals(Instant.MIN) && goesFirst(other, call.frame())) {
        throw world.violation(sender.path() + " saves before " + other.path());
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

  /// Judged by what was known when this run asked.
  private static boolean goesFirst(Res other, Frame frame) {
    return BY_AGE.compare(other, frame.cached) < 0
        && !other.want().suspended()
        && !frame.wayGivers.contains(other.uid());
  }
}
