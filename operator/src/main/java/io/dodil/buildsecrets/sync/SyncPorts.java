package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.TimeSource;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// The world as [Sync] sees it.
///
/// @param stop asked before anything is read
/// @param random in [0, 1)
/// @param requestIds a new one at each call, random
public record SyncPorts(
    CachedState cache,
    LiveState live,
    SaveEndpoint saves,
    SyncListener listener,
    StopSignal stop,
    TimeSource clock,
    DoubleSupplier random,
    Supplier<String> requestIds) {

  /// Tells whether the process is stopping.
  public interface StopSignal {
    boolean isStopping();
  }
}
