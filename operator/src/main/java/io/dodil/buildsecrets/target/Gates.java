package io.dodil.buildsecrets.target;

import io.dodil.buildsecrets.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Who asked to be left alone, and until when (RFC 9110, Retry-After). One gate per endpoint and
/// credential; nothing passes it.
public final class Gates {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Map<Key, Gate> closed = new ConcurrentHashMap<>();

  /// Never closed for longer than 10 minutes, and by a second answer only for longer: two calls can
  /// be under way at a time.
  ///
  /// @return when it opens
  public Instant close(Key key, Failure why, Instant now, Duration retryAfter) {
    var capped = retryAfter.compareTo(LONGEST) > 0 ? LONGEST : retryAfter;
    var gate = new Gate(now.plus(capped), why);
    return closed.merge(key, gate, (old, asked) -> isClosed(old, now) ? old.later(asked) : asked)
        .until;
  }

  /// The gate, while it is closed.
  public Optional<Gate> closed(Key key, Instant now) {
    var gate = closed.get(key);
    if (gate == null) {
      return Optional.empty();
    }
    if (isClosed(gate, now)) {
      return Optional.of(gate);
    }
    closed.remove(key, gate);
    return Optional.empty();
  }

  /// How many are closed, by endpoint.
  public Map<String, Long> closed(Instant now) {
    return closed.entrySet().stream()
        .filter(entry -> isClosed(entry.getValue(), now))
        .collect(Collectors.groupingBy(entry -> entry.getKey().endpoint(), Collectors.counting()));
  }

  /// A clock that was set back must not hold anybody for longer than the longest gate.
  private static boolean isClosed(Gate gate, Instant now) {
    return now.isBefore(gate.until) && !now.plus(LONGEST).isBefore(gate.until);
  }

  /// Forgets what no resource refers to any more.
  public void retain(Set<Key> referenced) {
    closed.keySet().retainAll(referenced);
  }

  /// How many are remembered.
  public int size() {
    return closed.size();
  }

  /// Whom the other side knows us as: an endpoint and a credential.
  ///
  /// @param keys of the Secret, in which the credential is
  public record Key(String endpoint, String namespace, String authSecret, List<String> keys) {}

  /// A closed gate.
  ///
  /// @param why the answer that closed it
  public record Gate(Instant until, Failure why) {

    private Gate later(Gate other) {
      return until.isBefore(other.until) ? other : this;
    }
  }
}
