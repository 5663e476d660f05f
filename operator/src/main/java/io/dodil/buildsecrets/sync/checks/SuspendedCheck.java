package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.sync.SyncOutcome.Standing;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import java.util.Optional;

/// The resource is not suspended.
record SuspendedCheck(InDoubtRequests inDoubt) implements Check {

  @Override
  public Optional<Blocked> check(Subject subject) {
    return subject.resource().spec().isSuspended()
        ? Optional.of(Blocked.by(new Suspended(standing(subject))))
        : Optional.empty();
  }

  private Standing standing(Subject subject) {
    var resource = subject.resource();
    // what was judged before a restart needs no other judgement
    boolean sameSpec =
        Long.valueOf(resource.generation()).equals(resource.status().observedGeneration())
            || subject.state().wasSaved(resource.spec());
    boolean sameSecrets =
        resource
            .lastSave()
            .filter(s -> Resource.versionsOf(s).equals(subject.cached()))
            .isPresent();
    // one that was being retried is not any more, and must not go on saying so
    boolean ready = resource.status().isTrue(ConditionType.READY);
    boolean clear = subject.target().flatMap(inDoubt::until).isEmpty();
    return ready && clear && sameSpec && sameSecrets ? Standing.CURRENT : Standing.UNKNOWN;
  }
}
