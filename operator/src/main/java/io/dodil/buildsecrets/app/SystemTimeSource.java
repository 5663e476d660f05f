package io.dodil.buildsecrets.app;

import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.model.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The machine's clocks. The monotonic one goes on while the process is stopped (SIGSTOP), and
/// nobody can set it.
public final class SystemTimeSource implements TimeSource {

  private final InstantSource source;
  private final LongSupplier nanos;
  private final Instant begin;
  private final long beginNanos;

  public SystemTimeSource() {
    this(InstantSource.system(), System::nanoTime);
  }

  SystemTimeSource(InstantSource source, LongSupplier nanos) {
    this.source = source;
    this.nanos = nanos;
    this.begin = source.instant();
    this.beginNanos = nanos.getAsLong();
  }

  @Override
  public Timestamp now() {
    return new Timestamp(source.instant(), begin.plusNanos(nanos.getAsLong() - beginNanos));
  }
}
