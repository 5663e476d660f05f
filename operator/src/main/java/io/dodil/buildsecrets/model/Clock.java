package io.dodil.buildsecrets.model;

import java.time.InstantSource;

/// Where the time comes from.
public interface Clock {

  Moment now();

  default InstantSource steady() {
    return () -> now().steady();
  }

  default InstantSource wall() {
    return () -> now().wall();
  }
}
