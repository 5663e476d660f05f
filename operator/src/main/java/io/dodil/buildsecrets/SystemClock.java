package io.dodil.buildsecrets;

import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.Moment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The machine's clocks. The steady one goes on while the process is stopped (SIGSTOP), and nobody
/// can set it.
final class SystemClock implements Clock {

  private final InstantSource source;
  private final LongSupplier nanos;
  private final Instant begin;
  private final long beginNanos;

  SystemClock() {
    this(InstantSource.system(), System::nanoTime);
  }

  SystemClock(InstantSource source, LongSupplier nanos) {
    this.source = source;
    this.nanos = nanos;
    this.begin = source.instant();
    this.beginNanos = nanos.getAsLong();
  }

  @Override
  public Moment now() {
    return new Moment(source.instant(), begin.plusNanos(nanos.getAsLong() - beginNanos));
  }
}
