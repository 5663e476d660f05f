package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that moves only when it is told to. As an instant source it is the wall's.
public final class DrivenClock implements Clock, InstantSource {

  public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private volatile Moment now = new Moment(START, START);

  @Override
  public Moment now() {
    return now;
  }

  @Override
  public Instant instant() {
    return now.wall();
  }

  public void advance(Duration by) {
    now = new Moment(now.wall().plus(by), now.steady().plus(by));
  }

  /// Lets the time pass until the wall clock says so.
  public void set(Instant to) {
    advance(Duration.between(now.wall(), to));
  }

  /// Somebody sets the wall clock.
  public void jump(Duration by) {
    now = new Moment(now.wall().plus(by), now.steady());
  }
}
