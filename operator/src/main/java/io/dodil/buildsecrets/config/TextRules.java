package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.config.Rule.Verdict;
import io.dodil.buildsecrets.config.Rule.Verdict.Bad;
import io.dodil.buildsecrets.config.Rule.Verdict.Good;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.NoProxy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Rules for texts.
final class TextRules {

  private static final int MAX_SELECTOR = 1024;
  private static final Pattern SCOPE = Pattern.compile("[!-~]+(?: [!-~]+)*");
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?");
  private static final Pattern DNS_NAME =
      Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");
  private static final Pattern WORD_START = Pattern.compile("_(.)");

  private TextRules() {}

  /// A Kubernetes name of one label, such as a namespace's (RFC 1123).
  static Rule<String> dnsLabel() {
    return pattern(
        DNS_LABEL, 63, "must be lower-case letters, digits and '-', at most 63 characters");
  }

  /// A Kubernetes name, such as a Lease's.
  static Rule<String> dnsName() {
    return pattern(
        DNS_NAME, 253, "must be lower-case letters, digits, '-' and '.', at most 253 characters");
  }

  /// An organization's name or id: other characters can look like these, or move a terminal.
  static Rule<String> printable() {
    return pattern(PRINTABLE, 253, "must be 1 to 253 printable ASCII characters without spaces");
  }

  /// RFC 6749, 3.3.
  static Rule<String> scope() {
    return pattern(SCOPE, 1024, "must be scopes separated by one space, at most 1024 characters");
  }

  static Rule<LabelSelector> selector() {
    return text()
        .andThen(
            text ->
                Verdict.of(
                    text.length() > MAX_SELECTOR ? Optional.empty() : LabelSelector.parse(text),
                    "must be a label selector such as app=web,tier in (a,b), at most "
                        + MAX_SELECTOR
                        + " characters"));
  }

  /// Hosts that are reached without a proxy. An entry that can't be used is named.
  static Rule<NoProxy> noProxy() {
    return text().andThen(text -> usable(NoProxy.parse(text)));
  }

  private static Verdict<NoProxy> usable(NoProxy.Parsed parsed) {
    return parsed.unusable().isEmpty()
        ? new Good<>(parsed.hosts())
        : new Bad<>(String.join("; ", parsed.faults()));
  }

  /// One of an enum's words, in camel case: `IF_NAMED` is written `ifNamed`.
  static <E extends Enum<E>> Rule<E> oneOf(Class<E> type) {
    var words = Arrays.stream(type.getEnumConstants()).map(TextRules::word).toList();
    return text()
        .andThen(
            text ->
                Verdict.of(
                    Arrays.stream(type.getEnumConstants())
                        .filter(e -> word(e).equals(text))
                        .findFirst(),
                    "must be one of " + String.join(", ", words)));
  }

  static Rule<String> text() {
    return value ->
        value.kind() == Yaml.Kind.TEXT
            ? new Good<>(value.text())
            : new Bad<>("must be a text: put it in quotes");
  }

  private static Rule<String> pattern(Pattern pattern, int max, String message) {
    return text()
        .andThen(
            text ->
                text.length() <= max && pattern.matcher(text).matches()
                    ? new Good<>(text)
                    : new Bad<>(message));
  }

  private static String word(Enum<?> constant) {
    return WORD_START
        .matcher(constant.name().toLowerCase(Locale.ROOT))
        .replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT));
  }
}
