package io.dodil.buildsecrets.target;

import io.dodil.buildsecrets.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Who asked to be left alone, and until when (RFC 9110, Retry-After). One gate per endpoint and
/// credential; nothing passes it.
public final class Gates {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Map<Key, Gate> closed = new ConcurrentHashMap<>();

  /// Never closed for longer than 10 minutes.
  public void close(Key key, Failure why, Instant now, Duration retryAfter) {
    var capped = retryAfter.compareTo(LONGEST) > 0 ? LONGEST : retryAfter;
    closed.put(key, new Gate(now.plus(capped), why));
  }

  /// The gate, while it is closed.
  public Optional<Gate> closed(Key key, Instant now) {
    var gate = closed.get(key);
    if (gate == null) {
      return Optional.empty();
    }
    // a clock that was set back must not hold anybody for longer than the longest gate
    if (now.isBefore(gate.until) && !now.plus(LONGEST).isBefore(gate.until)) {
      return Optional.of(gate);
    }
    closed.remove(key, gate);
    return Optional.empty();
  }

  /// Whom the other side knows us as.
  public record Key(String endpoint, String namespace, String authSecret) {}

  /// A closed gate.
  ///
  /// @param why the answer that closed it
  public record Gate(Instant until, Failure why) {}
}
