package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncResult;
import java.util.Optional;

/// Results of reconciliations that never happened.
public final class SyncResults {

  private SyncResults() {}

  /// To organization acme at staging, and nothing else to say.
  public static SyncResult of(Resource resource, SyncOutcome outcome) {
    return new SyncResult(
        resource,
        Optional.of(SettingsBuilder.STAGING.target("acme")),
        SecretVersions.none(),
        outcome,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true);
  }
}
