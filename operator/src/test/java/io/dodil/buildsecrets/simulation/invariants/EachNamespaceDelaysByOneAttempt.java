package io.dodil.buildsecrets.simulation.invariants;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.simulation.world.Stop;
import io.dodil.buildsecrets.simulation.world.Watch;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// While nobody has saved a target, a resource that has something new to try is delayed by at most
/// one attempt of each other namespace.
final class EachNamespaceDelaysByOneAttempt implements Invariant {

  private final Facts facts;

  /// `target uid` -> namespaces whose attempts came first, since that resource had something new.
  private final Map<String, Map<String, Integer>> delays = new HashMap<>();

  EachNamespaceDelaysByOneAttempt(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void asksForOwner(Pass pass) {
    pass.firm = firm();
    pass.said.clear();
    pass.firm.forEach(r -> pass.said.put(r.uid(), facts.process.status(r)));
    pass.eager.clear();
    pass.firm.stream()
        .filter(r -> facts.couldTry(r) && !facts.isHeld(r) && facts.isNew(r))
        .forEach(r -> pass.eager.add(r.uid()));
  }

  /// Those that the cluster, the cache and what the process has read agree on.
  private List<Res> firm() {
    return facts.world.cluster().resources.values().stream()
        .filter(
            r ->
                cached(r.uid())
                    .filter(c -> c.want().equals(r.want()) && c.deleting() == r.deleting())
                    .filter(c -> facts.read(c).want().equals(r.want()))
                    .isPresent())
        .toList();
  }

  private Optional<Res> cached(String uid) {
    return facts.world.cluster().watch.resources.values().stream()
        .map(Watch.Seen::resource)
        .filter(r -> r.uid().equals(uid))
        .findFirst();
  }

  @Override
  public void concludes(Pass pass, SyncResult result, BuildSecretsStatus after) {
    boolean accepted =
        result.outcome() instanceof SyncOutcome.Saved
            || result.outcome() instanceof SyncOutcome.Confirmed;
    if (accepted) {
      facts
          .target(pass.seen)
          .ifPresent(target -> delays.keySet().removeIf(key -> key.startsWith(target + " ")));
    } else if (result.attempted()) {
      attempted(pass);
    }
  }

  /// Whether it was an attempt can't be seen from outside.
  @Override
  public void passEnds(Pass pass) {
    if (pass.failed && pass.after.isEmpty()) {
      delays.clear();
    }
  }

  /// An attempt has ended that was not accepted. The resources of a namespace share its turns.
  private void attempted(Pass pass) {
    if (!facts.world.cluster().watch.isUpToDate() || facts.world.cluster().down) {
      // the operator takes turns by what the watch has shown
      delays.clear();
      return;
    }
    facts
        .target(pass.seen)
        .ifPresent(
            target -> {
              for (var other : rivals(pass, target)) {
                if (other.namespace().equals(pass.cached.namespace())) {
                  delays.remove(target + " " + other.uid());
                }
              }
              if (isUnproven(pass, target)) {
                attempted(pass, target);
              }
            });
  }

  private boolean isUnproven(Pass pass, String target) {
    return pass.firm.stream().anyMatch(r -> r.uid().equals(pass.cached.uid()))
        && pass.firm.stream()
            .filter(r -> facts.process.config().isCandidate(r, target))
            .allMatch(
                r -> OnlyTheProvenOwnerSaves.savedAt(facts, r, pass, target).equals(Instant.MIN));
  }

  private void attempted(Pass pass, String target) {
    delays.remove(target + " " + pass.cached.uid());
    for (var other : rivals(pass, target)) {
      if (!other.namespace().equals(pass.cached.namespace()) && pass.eager.contains(other.uid())) {
        int times =
            delays
                .computeIfAbsent(target + " " + other.uid(), _ -> new HashMap<>())
                .merge(pass.cached.namespace(), 1, Integer::sum);
        if (times > 1) {
          throw new Stop.Violation(
              pass.cached.path() + " tries again before " + other.path() + " could try once");
        }
      }
    }
  }

  private List<Res> rivals(Pass pass, String target) {
    return pass.firm.stream()
        .filter(r -> facts.process.config().isCandidate(r, target))
        .filter(r -> !r.uid().equals(pass.cached.uid()))
        .toList();
  }
}
