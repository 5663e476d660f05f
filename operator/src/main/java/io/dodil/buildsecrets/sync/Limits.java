package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Settings;

/// How much is under way at a time. Each limit is for all namespaces in turns.
final class Limits {

  /// Each takes its body's memory until it is answered, which may be a while.
  private static final int LARGE_AT_A_TIME = 4;

  private final SaveEndpoint saves;
  private final FairSlots largePayloads = new FairSlots(LARGE_AT_A_TIME);
  private final Permits permits;
  private final Permits turns = new Permits(1);

  Limits(Settings settings, SaveEndpoint saves) {
    this.saves = saves;
    this.permits = new Permits(settings.calls().maxConcurrent());
  }

  /// Waits for a slot for a large payload, before anything is taken that others wait for, too.
  FairSlots.Slot slot(SyncTask task) {
    return largePayloads.acquire(task.resource().id().namespace());
  }

  /// Waits for one of the attempts that the endpoint bears at a time.
  FairSlots.Slot permit(SyncTask task) {
    return permits.acquire(task.endpoint(), task.resource().id().namespace());
  }

  /// Waits until the endpoint's rate limit lets one more request begin; one at a time waits for it.
  ///
  /// @return false when the process stops
  boolean awaitRate(SyncTask task) {
    try (var _ = turns.acquire(task.endpoint(), task.resource().id().namespace())) {
      return saves.awaitTurn(task.endpoint());
    }
  }
}
