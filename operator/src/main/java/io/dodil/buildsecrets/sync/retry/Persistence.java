package io.dodil.buildsecrets.sync.retry;

/// How long a failure has been going on.
public enum Persistence {
  RECENT,
  /// refused often and for long enough that it won't end by itself
  PERSISTENT
}
