package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.sync.SyncRun;
import java.util.List;

/// Told of each run, before its status is written.
public interface RunObserver {

  /// A run has ended.
  ///
  /// @param before what the resource said of itself until now
  /// @param after what it is about to say
  void ended(SyncRun run, BuildSecretsStatus before, BuildSecretsStatus after);

  /// A resource is gone for good.
  default void forget(String uid) {}

  /// Tells each of them, in this order.
  static RunObserver all(RunObserver... observers) {
    var each = List.of(observers);
    return new RunObserver() {
      @Override
      public void ended(SyncRun run, BuildSecretsStatus before, BuildSecretsStatus after) {
        each.forEach(o -> o.ended(run, before, after));
      }

      @Override
      public void forget(String uid) {
        each.forEach(o -> o.forget(uid));
      }
    };
  }
}
