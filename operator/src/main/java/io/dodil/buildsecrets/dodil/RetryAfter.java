package io.dodil.buildsecrets.dodil;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/// The Retry-After header: seconds or a date (RFC 9110, 10.2.3).
final class RetryAfter {

  static final String HEADER = "Retry-After";

  /// A server that asks for more is asked again after this.
  static final Duration CAP = Duration.ofMinutes(10);

  private static final Pattern SECONDS = Pattern.compile("\\d+");

  private RetryAfter() {}

  /// Empty when absent, unreadable or over.
  static Optional<Duration> parse(@Nullable String text, Instant now) {
    if (text == null) {
      return Optional.empty();
    }
    return wait(text.strip(), now)
        .filter(Duration::isPositive)
        .map(wait -> wait.compareTo(CAP) > 0 ? CAP : wait);
  }

  private static Optional<Duration> wait(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(text.length() > 9 ? CAP : Duration.ofSeconds(Long.parseLong(text)));
    }
    var date = new Headers.Builder().addUnsafeNonAscii(HEADER, text).build().getInstant(HEADER);
    return Optional.ofNullable(date).map(at -> Duration.between(now, at));
  }
}
