package io.dodil.buildsecrets.dodil;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// How far one call came. Travels with the request as its tag, since those who see an exception
/// can't tell from it whether the request had begun.
final class CallProgress {

  private final BooleanSupplier maySend;
  private final InstantSource clock;
  private volatile boolean notSent;
  private volatile boolean begun;
  private volatile @Nullable Head head;

  /// @param maySend asked once, before the first byte of the request
  /// @param clock what a date in a Retry-After is compared with
  CallProgress(BooleanSupplier maySend, InstantSource clock) {
    this.maySend = maySend;
    this.clock = clock;
  }

  static CallProgress of(Request request) {
    var progress = request.tag(CallProgress.class);
    if (progress == null) {
      throw new IllegalStateException("a request that does not tell its progress");
    }
    return progress;
  }

  /// The last question before the first byte of the request.
  boolean begin() {
    if (!maySend.getAsBoolean()) {
      notSent = true;
      return false;
    }
    begun = true;
    return true;
  }

  void answered(Response response) {
    var retryAfter = RetryAfter.parse(response.header(RetryAfter.HEADER), clock.instant());
    head = new Head(response.code(), retryAfter);
  }

  boolean notSent() {
    return notSent;
  }

  boolean begun() {
    return begun;
  }

  Optional<Head> head() {
    return Optional.ofNullable(head);
  }

  /// The start of an answer.
  record Head(int status, Optional<Duration> retryAfter) {}
}
