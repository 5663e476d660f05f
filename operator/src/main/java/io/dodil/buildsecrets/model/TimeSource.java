package io.dodil.buildsecrets.model;

import java.time.InstantSource;

/// Where the time comes from.
public interface TimeSource {

  Timestamp now();

  default InstantSource monotonic() {
    return () -> now().monotonic();
  }

  default InstantSource wall() {
    return () -> now().wall();
  }
}
