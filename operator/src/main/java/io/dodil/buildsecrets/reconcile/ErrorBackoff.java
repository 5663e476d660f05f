package io.dodil.buildsecrets.reconcile;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Consecutive reconciliations that ended with an unexpected exception, by uid.
final class ErrorBackoff {

  private final Map<String, Integer> byUid = new ConcurrentHashMap<>();

  /// How long to wait after one more: 1 s, doubling to 1 min.
  Duration delay(String uid) {
    int times = byUid.merge(uid, 1, Integer::sum);
    return Duration.ofSeconds(Math.min(60, 1L << Math.min(times - 1, 6)));
  }

  void forget(String uid) {
    byUid.remove(uid);
  }

  /// Forgets the resources that are gone.
  void retain(Set<String> uids) {
    byUid.keySet().retainAll(uids);
  }

  int size() {
    return byUid.size();
  }
}
