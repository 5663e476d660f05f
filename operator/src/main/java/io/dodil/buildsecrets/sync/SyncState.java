package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.target.AcceptedSaves;
import io.dodil.buildsecrets.target.Gates;
import io.dodil.buildsecrets.target.TargetLocks;

/// What a process remembers between runs.
public record SyncState(
    Tokens tokens,
    TargetLocks locks,
    AcceptedSaves accepted,
    Gates gates,
    Memory memory,
    Fingerprint.Key key) {

  /// Of a process that has just begun.
  ///
  /// @param memory shared with whoever sees resources go
  public static SyncState empty(Tokens tokens, TargetLocks locks, Memory memory) {
    return new SyncState(
        tokens, locks, new AcceptedSaves(), new Gates(), memory, Fingerprint.Key.random());
  }
}
