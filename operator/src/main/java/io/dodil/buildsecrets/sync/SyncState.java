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
  public static SyncState empty(Tokens tokens, TargetLocks locks) {
    return new SyncState(
        tokens, locks, new AcceptedSaves(), new Gates(), new Memory(), Fingerprint.Key.random());
  }
}
