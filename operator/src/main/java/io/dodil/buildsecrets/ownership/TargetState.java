package io.dodil.buildsecrets.ownership;

import io.dodil.buildsecrets.model.Target;
import java.time.Instant;
import java.util.Set;

/// What this process knows of the targets.
public record TargetState(
    AcceptedSaves accepted, Attempts attempts, InDoubtRequests inDoubt, TargetLocks locks) {

  /// The state of a process that has just begun.
  public static TargetState empty(InDoubtRequests inDoubt) {
    return new TargetState(new AcceptedSaves(), new Attempts(), inDoubt, new TargetLocks());
  }

  /// Forgets the targets that no resource names.
  public void retain(Set<Target> named, Instant now) {
    accepted.retain(named);
    attempts.retain(named);
    inDoubt.retain(named, now);
  }
}
