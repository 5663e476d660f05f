package io.dodil.buildsecrets.target;

import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Target;
import java.time.Instant;

/// One save call, from its start to what is known of its end: what the target holds, who has it,
/// and whether that is settled. The caller holds the target's lock.
public final class SaveAttempt {

  private final TargetState state;
  private final Target target;
  private final String uid;
  private final Instant started;
  private final boolean first;

  private SaveAttempt(
      TargetState state, Target target, String uid, Instant started, boolean first) {
    this.state = state;
    this.target = target;
    this.uid = uid;
    this.started = started;
    this.first = first;
  }

  /// From now on nobody knows what the target holds.
  ///
  /// @param now of the steady clock, as all times here
  public static SaveAttempt begin(TargetState state, Target target, String uid, Instant now) {
    state.accepted().started(target);
    return new SaveAttempt(state, target, uid, now, state.claims().pin(target, uid));
  }

  /// The target holds this.
  public void accepted(Fingerprint save) {
    state.accepted().accepted(target, save);
    state.unsettled().accepted(target, started);
  }

  /// It may have been applied, or still be.
  public void unclear(Instant end) {
    state.unsettled().unclear(target, end);
  }

  /// It has changed nothing, and never will.
  public void nothingSaved() {
    if (first) {
      state.claims().unpin(target, uid);
    }
  }
}
