package io.dodil.buildsecrets.observe.metrics;

import io.dodil.buildsecrets.observe.log.RedactedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts and logs the exceptions that nobody foresaw: of those who observe the operator, which
/// must not hurt what they observe, and of its calls to Dodil.
final class InternalErrors implements Consumer<RuntimeException> {

  private static final Logger log = LoggerFactory.getLogger(InternalErrors.class);

  private final Counter counter;

  InternalErrors(MeterRegistry registry) {
    counter =
        Counter.builder("buildsecrets.internal.errors")
            .description(
                "Unexpected exceptions while the operator logs, counts or tells Events about a"
                    + " reconciliation, and in its calls to Dodil, which are repeated. Please"
                    + " report it with the log line.")
            .register(registry);
  }

  @Override
  public void accept(RuntimeException failure) {
    ofListener(failure);
  }

  private void ofListener(Throwable failure) {
    counter.increment();
    RedactedException.in(log.atWarn(), failure)
        .log("a listener failed, the reconciliation continues");
  }

  void ofCall(String call, String endpoint, Throwable failure) {
    counter.increment();
    RedactedException.in(log.atError(), failure)
        .addKeyValue("call", call)
        .addKeyValue("endpoint", endpoint)
        .log("a call failed unexpectedly");
  }

  void guard(Runnable observation) {
    try {
      observation.run();
    } catch (RuntimeException | Error e) {
      ofListener(e);
    }
  }
}
