package io.dodil.buildsecrets.ownership;

import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Target;
import java.time.Instant;

/// One save call, from its start to what is known of its end: what the target holds, and whether an
/// earlier call may still change it. The caller holds the target's lock.
public final class SaveAttempt {

  private final TargetState state;
  private final Target target;
  private final AcceptedSaves.Before before;
  private final Instant started;

  private SaveAttempt(
      TargetState state, Target target, AcceptedSaves.Before before, Instant started) {
    this.state = state;
    this.target = target;
    this.before = before;
    this.started = started;
  }

  /// Begins a call: from now on it is not known what the target holds.
  ///
  /// @param uid of the resource
  /// @param now of the monotonic clock, as all times here
  public static SaveAttempt begin(TargetState state, Target target, String uid, Instant now) {
    return new SaveAttempt(state, target, state.accepted().started(target, uid), now);
  }

  /// The target holds this.
  public void accepted(Fingerprint save) {
    state.accepted().accepted(target, save);
    state.inDoubt().accepted(target, started);
  }

  /// The call has changed nothing, and never will.
  public void rejected() {
    state.accepted().rejected(target, before);
  }

  /// The call was not begun after all.
  public void withheld() {
    state.accepted().withheld(target, before);
  }

  /// The call may have been applied, or may still be.
  public void inDoubt(Instant end) {
    state.inDoubt().inDoubt(target, end);
  }
}
