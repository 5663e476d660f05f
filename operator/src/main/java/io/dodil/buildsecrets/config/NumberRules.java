package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.config.Rule.Verdict;
import io.dodil.buildsecrets.config.Rule.Verdict.Bad;
import io.dodil.buildsecrets.config.Rule.Verdict.Good;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Rules for numbers, sizes and switches.
final class NumberRules {

  private static final Pattern WHOLE = Pattern.compile("0|[1-9]\\d{0,17}");
  private static final Pattern SIZE = Pattern.compile("(0|[1-9]\\d{0,8})(KiB|MiB|GiB)?");
  private static final Map<String, Long> UNITS =
      Map.of("KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private NumberRules() {}

  static Rule<Integer> between(int min, int max) {
    var message = "must be a whole number from " + min + " to " + max;
    return value ->
        Verdict.of(
            Optional.of(value)
                .filter(number -> number.kind() == Yaml.Kind.NUMBER)
                .filter(number -> WHOLE.matcher(number.text()).matches())
                .map(number -> Long.parseLong(number.text()))
                .filter(number -> number >= min && number <= max)
                .map(Long::intValue),
            message);
  }

  /// Bytes, or with a unit: `512KiB`.
  static Rule<Long> size(String min, String max) {
    long least = parse(min).orElseThrow();
    long most = parse(max).orElseThrow();
    var message = "must be a size such as 512KiB or 1048576, from " + min + " to " + max;
    return value ->
        Verdict.of(parse(value.text()).filter(size -> size >= least && size <= most), message);
  }

  static Rule<Boolean> bool() {
    return value ->
        value.kind() == Yaml.Kind.BOOLEAN
            ? new Good<>(value.text().equalsIgnoreCase("true"))
            : new Bad<>("must be true or false");
  }

  private static Optional<Long> parse(String text) {
    var matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var unit = matcher.group(2) == null ? 1L : UNITS.getOrDefault(matcher.group(2), 1L);
    return Optional.of(Long.parseLong(matcher.group(1)) * unit);
  }
}
