package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.target.Gates;
import io.dodil.buildsecrets.target.TargetLocks;
import io.dodil.buildsecrets.target.TargetState;

/// What a process remembers between runs.
public record SyncState(
    Tokens tokens,
    TargetLocks locks,
    TargetState targets,
    Gates gates,
    Memory memory,
    Fingerprint.Key key) {

  /// Of a process that has just begun.
  ///
  /// @param targets and memory are shared with whoever sees resources come and go
  public static SyncState empty(
      Tokens tokens, TargetLocks locks, TargetState targets, Memory memory) {
    return new SyncState(tokens, locks, targets, new Gates(), memory, Fingerprint.Key.random());
  }
}
