package io.dodil.buildsecrets.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A duration as in Go and Kubernetes: `500ms`, `30s`, `1h30m`, `0`.
///
/// @param min at least, as it would be written
/// @param max at most
/// @param zero whether 0 is allowed below `min`
record DurationRule(String min, String max, boolean zero) implements Rule<Duration> {

  private static final Pattern TEXT =
      Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?(?:(\\d{1,12})ms)?");

  static DurationRule between(String min, String max) {
    return new DurationRule(min, max, false);
  }

  static DurationRule zeroOrBetween(String min, String max) {
    return new DurationRule(min, max, true);
  }

  @Override
  public Verdict<Duration> check(Yaml.Scalar value) {
    return Verdict.of(
        parse(value.text()).filter(this::isWithin),
        "must be a duration such as 500ms, 30s or 1h30m, %sfrom %s to %s"
            .formatted(zero ? "0 or " : "", min, max));
  }

  private boolean isWithin(Duration duration) {
    return (zero && duration.isZero())
        || (duration.compareTo(parse(min).orElseThrow()) >= 0
            && duration.compareTo(parse(max).orElseThrow()) <= 0);
  }

  private static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    var matcher = TEXT.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofHours(number(matcher.group(1)))
            .plusMinutes(number(matcher.group(2)))
            .plusSeconds(number(matcher.group(3)))
            .plusMillis(number(matcher.group(4))));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
