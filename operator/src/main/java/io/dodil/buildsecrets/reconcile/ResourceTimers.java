package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.model.ResourceId;
import java.time.Duration;

/// One timer for each namespace and name, on a monotonic clock. Each one that expires is told to
/// [ResourceEvents#timerExpired].
public interface ResourceTimers {

  /// Starts the timer of that namespace and name, in place of one that runs.
  void start(ResourceId resource, Duration wait);

  /// Stops the timer of that namespace and name, if it runs.
  void cancel(ResourceId resource);
}
