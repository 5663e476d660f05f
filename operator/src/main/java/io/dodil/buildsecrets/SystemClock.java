package io.dodil.buildsecrets;

import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.Moment;
import java.time.Instant;

/// The machine's clocks. The steady one goes on while the process is stopped (SIGSTOP), and nobody
/// can set it.
final class SystemClock implements Clock {

  private final Instant begin = Instant.now();
  private final long beginNanos = System.nanoTime();

  @Override
  public Moment now() {
    return new Moment(Instant.now(), begin.plusNanos(System.nanoTime() - beginNanos));
  }
}
