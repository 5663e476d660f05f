package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.target.Gates;
import io.dodil.buildsecrets.target.TargetState;

/// What a process remembers between runs.
public record SyncState(
    Tokens tokens, TargetState targets, Gates gates, Memory memory, Fingerprint.Key key) {

  /// The state of a process that has just begun.
  public static SyncState empty(Tokens tokens, TargetState targets) {
    return new SyncState(tokens, targets, new Gates(), new Memory(), Fingerprint.Key.random());
  }
}
