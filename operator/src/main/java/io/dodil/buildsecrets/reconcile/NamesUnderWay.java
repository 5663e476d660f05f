package io.dodil.buildsecrets.reconcile;

import java.util.HashMap;
import java.util.Map;

/// Lets one reconciliation at a time be under way for a namespace and name. The queue does not
/// ensure that when a resource is deleted and created again meanwhile.
final class NamesUnderWay {

  /// path -> whether another one was to begin meanwhile
  private final Map<String, Boolean> wanted = new HashMap<>();

  /// False when one is under way: it is remembered that another one is wanted.
  synchronized boolean begin(String path) {
    if (wanted.containsKey(path)) {
      wanted.put(path, true);
      return false;
    }
    wanted.put(path, false);
    return true;
  }

  /// Ends one.
  ///
  /// @return whether another one was wanted meanwhile
  synchronized boolean end(String path) {
    return Boolean.TRUE.equals(wanted.remove(path));
  }
}
