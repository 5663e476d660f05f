package io.dodil.buildsecrets.simulation.invariants;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.simulation.world.Stop;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SyncResult;
import java.time.Duration;
import java.util.Optional;

/// Something that must hold of one process. It is told of everything that can be seen of it from
/// outside, and throws a [Stop.Violation].
public interface Invariant {

  /// The process acquires the Lease from one that did not release it.
  default void takesOver() {}

  /// It asks who owns the target: from here on only what is there now, or comes later, may be sent.
  default void asksForOwner(Pass pass) {}

  /// A resource or Secret has changed while the reconciliation is under way.
  default void worldChanges(Pass pass) {}

  /// It reads the resource and its Secrets.
  default void reads(Pass pass) {}

  default void tokenCallStarts(Pass pass) {}

  default void tokenCallEnds(Pass pass, Duration took, Optional<Duration> retryAfter) {}

  default void putStarts(Call call) {}

  default void putEnds(Call call, SaveAnswer answer) {}

  /// It has come to a result, which is not written yet.
  default void concludes(Pass pass, SyncResult result, BuildSecretsStatus after) {}

  /// It writes the status of its resource.
  default void writes(Pass pass) {}

  default void passEnds(Pass pass) {}

  /// Nothing is under way, and nothing is left to be noticed.
  default void nothingIsLeftToNotice(Res resource) {}

  /// Without faults, all that was due has been done.
  default void atRest(Res resource) {}

  static void require(boolean holds, Res resource, String otherwise) {
    if (!holds) {
      throw new Stop.Violation(resource.path() + " " + otherwise);
    }
  }
}
