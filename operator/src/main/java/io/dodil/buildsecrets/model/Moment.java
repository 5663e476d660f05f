package io.dodil.buildsecrets.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Now, by two clocks: the wall's, which people and other machines read and which may be set, and a
/// steady one of this process alone, which only ever goes on. What is stored is told by the wall;
/// what is waited for is measured by the steady one.
public record Moment(Instant wall, Instant steady) {

  /// What the wall clock will say at a time of the steady one, if nobody sets it.
  public Instant onWall(Instant steadyTime) {
    return wall.plus(Duration.between(steady, steadyTime));
  }

  /// As `onWall`, not before it, to the second.
  public Instant onWallSeconds(Instant steadyTime) {
    var exact = onWall(steadyTime);
    var second = exact.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(exact) ? second : second.plusSeconds(1);
  }
}
