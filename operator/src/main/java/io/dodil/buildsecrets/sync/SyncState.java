package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.ownership.RetryAfterHolds;
import io.dodil.buildsecrets.ownership.TargetState;

/// What a process remembers between reconciliations.
public record SyncState(
    Tokens tokens,
    TargetState targets,
    RetryAfterHolds retryAfterHolds,
    ResourceStates resourceStates,
    LargePayloadSpacing spacing,
    Fingerprint.Key key) {

  /// The state of a process that has just begun.
  public static SyncState empty(Tokens tokens, TargetState targets) {
    return new SyncState(
        tokens,
        targets,
        new RetryAfterHolds(),
        new ResourceStates(),
        new LargePayloadSpacing(),
        Fingerprint.Key.random());
  }
}
