package io.dodil.buildsecrets.ownership;

import io.dodil.buildsecrets.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The Retry-After answers in force and when they end (RFC 9110). One hold per endpoint and
/// credential; nothing passes it.
public final class RetryAfterHolds {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Map<Key, Hold> inForce = new ConcurrentHashMap<>();

  /// Holds calls back until the Retry-After has passed, for 10 minutes at most. A second answer can
  /// only prolong it: two calls can be in progress at a time.
  ///
  /// @return when the hold ends
  public Instant hold(Key key, Failure why, Instant now, Duration retryAfter) {
    var capped = retryAfter.compareTo(LONGEST) > 0 ? LONGEST : retryAfter;
    var hold = new Hold(now.plus(capped), why);
    return inForce.merge(key, hold, (old, asked) -> isInForce(old, now) ? old.later(asked) : asked)
        .until;
  }

  /// The hold, while it is in force.
  public Optional<Hold> inForce(Key key, Instant now) {
    var hold = inForce.get(key);
    if (hold == null) {
      return Optional.empty();
    }
    if (isInForce(hold, now)) {
      return Optional.of(hold);
    }
    inForce.remove(key, hold);
    return Optional.empty();
  }

  /// How many are in force, by endpoint.
  public Map<String, Long> inForce(Instant now) {
    return inForce.entrySet().stream()
        .filter(entry -> isInForce(entry.getValue(), now))
        .collect(Collectors.groupingBy(entry -> entry.getKey().endpoint(), Collectors.counting()));
  }

  /// A clock that was set back must not hold anybody for longer than the longest hold.
  private static boolean isInForce(Hold hold, Instant now) {
    return now.isBefore(hold.until) && !now.plus(LONGEST).isBefore(hold.until);
  }

  /// Forgets what no resource refers to any more.
  public void retain(Set<Key> referenced) {
    inForce.keySet().retainAll(referenced);
  }

  /// How many are remembered.
  public int size() {
    return inForce.size();
  }

  /// Whom the other side knows us as: an endpoint and a credential.
  ///
  /// @param keys of the Secret, in which the credential is
  public record Key(String endpoint, String namespace, String authSecret, List<String> keys) {}

  /// A active hold.
  ///
  /// @param why the failure that the Retry-After came with
  public record Hold(Instant until, Failure why) {

    private Hold later(Hold other) {
      return until.isBefore(other.until) ? other : this;
    }
  }
}
