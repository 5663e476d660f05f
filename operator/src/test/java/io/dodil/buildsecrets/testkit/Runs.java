package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncRun;
import java.util.Optional;

/// Runs that never happened.
public final class Runs {

  private Runs() {}

  /// To organization acme at staging, and nothing else to say.
  public static SyncRun of(Resource resource, SyncOutcome outcome) {
    return new SyncRun(
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
