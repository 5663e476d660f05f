package io.dodil.buildsecrets.controller;

import java.util.HashMap;
import java.util.Map;

/// Lets one run at a time be under way for a namespace and name. JOSDK does not ensure that when a
/// resource is deleted and created again while a run is under way.
final class NamesUnderWay {

  /// path -> whether somebody else wanted to begin meanwhile
  private final Map<String, Boolean> wanted = new HashMap<>();

  /// False when a run is under way: it is remembered that another one is wanted.
  synchronized boolean begin(String path) {
    if (wanted.containsKey(path)) {
      wanted.put(path, true);
      return false;
    }
    wanted.put(path, false);
    return true;
  }

  /// Ends a run.
  ///
  /// @return whether another one was wanted meanwhile
  synchronized boolean end(String path) {
    return Boolean.TRUE.equals(wanted.remove(path));
  }
}
