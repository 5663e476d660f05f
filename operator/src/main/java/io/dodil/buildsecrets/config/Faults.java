package io.dodil.buildsecrets.config;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong; a start that fails is told everything at once.
final class Faults {

  private static final int MAX_SHOWN = 100;

  private final List<Fault> faults = new ArrayList<>();

  void add(String path, String message) {
    faults.add(new Fault(path, message));
  }

  boolean none() {
    return faults.isEmpty();
  }

  List<Fault> all() {
    if (faults.size() <= MAX_SHOWN) {
      return faults;
    }
    var shown = new ArrayList<>(faults.subList(0, MAX_SHOWN));
    shown.add(new Fault("", "and " + (faults.size() - MAX_SHOWN) + " more faults"));
    return shown;
  }
}
