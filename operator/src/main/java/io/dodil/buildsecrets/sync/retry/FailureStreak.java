package io.dodil.buildsecrets.sync.retry;

import io.dodil.buildsecrets.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Consecutive failures of one resource, without an acceptance or another request between them.
///
/// @param refusals how many at its end were refusals
/// @param refusedSince when the first of those came
public record FailureStreak(
    Optional<SaveInputs> request, int failures, int refusals, Optional<Instant> refusedSince) {

  public static final FailureStreak NONE =
      new FailureStreak(Optional.empty(), 0, 0, Optional.empty());

  private static final int REFUSALS = 3;
  private static final Duration REFUSED_FOR = Duration.ofSeconds(60);

  /// This failure after those before it, as far as they were of the same request.
  public FailureStreak and(SaveInputs made, Failure failure, Instant at) {
    var before = request.filter(made::equals).isPresent() ? this : NONE;
    boolean refused = FailureClass.of(failure) == FailureClass.REFUSED;
    return new FailureStreak(
        Optional.of(made),
        before.failures + 1,
        refused ? before.refusals + 1 : 0,
        refused ? Optional.of(before.refusedSince.orElse(at)) : Optional.empty());
  }

  /// The Kubernetes API failed, which says nothing about the other side.
  public FailureStreak andUnread(SaveInputs asked) {
    var before = request.filter(asked::isOfSameSpec).isPresent() ? this : NONE;
    return new FailureStreak(
        before.request.or(() -> Optional.of(asked)),
        before.failures + 1,
        before.refusals,
        before.refusedSince);
  }

  public boolean isRefusedForLong(Instant now) {
    return refusals >= REFUSALS
        && refusedSince.filter(since -> !now.isBefore(since.plus(REFUSED_FOR))).isPresent();
  }
}
