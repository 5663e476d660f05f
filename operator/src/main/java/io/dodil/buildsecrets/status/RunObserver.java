package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.sync.SyncRun;

/// Told of each run, before its status is written.
public interface RunObserver {

  /// A run has ended.
  ///
  /// @param before what the resource said of itself until now
  /// @param after what it is about to say
  void ended(SyncRun run, BuildSecretsStatus before, BuildSecretsStatus after);
}
