package io.dodil.buildsecrets.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that moves only when it is told to.
public final class DrivenClock implements InstantSource {

  public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private volatile Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }

  public void set(Instant to) {
    now = to;
  }
}
