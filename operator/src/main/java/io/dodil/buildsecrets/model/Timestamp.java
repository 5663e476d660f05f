package io.dodil.buildsecrets.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Now, by two clocks: the wall's, which people and other machines read and which may be set, and a
/// monotonic one of this process alone, which only ever goes on. What is stored is told by the
/// wall; what is waited for is measured by the monotonic one.
public record Timestamp(Instant wall, Instant monotonic) {

  /// What the wall clock will say at a time of the monotonic one, if nobody sets it.
  public Instant onWall(Instant monotonicTime) {
    return wall.plus(Duration.between(monotonic, monotonicTime));
  }

  /// As `onWall`, not before it, to the second.
  public Instant onWallSeconds(Instant monotonicTime) {
    var exact = onWall(monotonicTime);
    var second = exact.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(exact) ? second : second.plusSeconds(1);
  }
}
