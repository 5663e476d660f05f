package io.dodil.buildsecrets.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What goes wrong while the operator is observed must never hurt what is observed: it is counted,
/// said, and over.
final class Mistakes implements Consumer<RuntimeException> {

  private static final Logger log = LoggerFactory.getLogger(Mistakes.class);

  private final Counter counter;

  Mistakes(MeterRegistry registry) {
    counter =
        Counter.builder("buildsecrets.observer.failures")
            .description(
                "Mistakes of the operator while it logs, counts or tells Events about a run."
                    + " Saves are not hurt. Please report it with the log line.")
            .register(registry);
  }

  /// Its kind and place alone: a message may quote anything.
  @Override
  public void accept(RuntimeException mistake) {
    counter.increment();
    var trace = mistake.getStackTrace();
    log.atWarn()
        .addKeyValue("kind", mistake.getClass().getName())
        .addKeyValue("place", trace.length == 0 ? "" : trace[0].toString())
        .log("an observer failed, the run goes on");
  }

  void guard(Runnable observation) {
    try {
      observation.run();
    } catch (RuntimeException e) {
      accept(e);
    }
  }
}
