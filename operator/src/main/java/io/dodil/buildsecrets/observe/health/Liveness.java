package io.dodil.buildsecrets.observe.health;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether the process still does its work, as far as it alone can be the reason: whoever merely
/// waits for the Kubernetes API or for Dodil is alive, and a restart would help nobody.
public final class Liveness {

  private final List<Check> parts;

  /// Of a process that does all of that.
  public Liveness(List<Check> parts) {
    this.parts = List.copyOf(parts);
  }

  /// Something that has to go on.
  ///
  /// @param stuck what is to be said when it does not: `no event is delivered`
  /// @param limit how long it may take
  /// @param since how long what it is doing has taken until now
  public record Check(String stuck, Duration limit, Supplier<Duration> since) {

    Optional<String> sentence() {
      var took = since.get();
      return took.compareTo(limit) <= 0
          ? Optional.empty()
          : Optional.of("%s for %d s".formatted(stuck, took.toSeconds()));
    }
  }

  /// Which parts are stuck, in one sentence; empty: none.
  public Optional<String> stuck() {
    return parts.stream()
        .flatMap(part -> part.sentence().stream())
        .reduce((some, more) -> some + "; " + more);
  }
}
