package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.model.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that moves only when it is told to. As an instant source it is the wall's.
public final class ManualTimeSource implements TimeSource, InstantSource {

  public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private volatile Timestamp now = new Timestamp(START, START);

  @Override
  public Timestamp now() {
    return now;
  }

  @Override
  public Instant instant() {
    return now.wall();
  }

  public void advance(Duration by) {
    now = new Timestamp(now.wall().plus(by), now.monotonic().plus(by));
  }

  /// Lets the time pass until the wall clock says so.
  public void set(Instant to) {
    advance(Duration.between(now.wall(), to));
  }

  /// Somebody sets the wall clock.
  public void jump(Duration by) {
    now = new Timestamp(now.wall().plus(by), now.monotonic());
  }
}
