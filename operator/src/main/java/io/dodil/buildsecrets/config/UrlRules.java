package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.config.Rule.Verdict;
import io.dodil.buildsecrets.config.Rule.Verdict.Bad;
import io.dodil.buildsecrets.config.Rule.Verdict.Good;
import io.dodil.buildsecrets.model.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Rules for URLs. None quotes one: its user info would be a secret.
final class UrlRules {

  private static final int MAX_LENGTH = 2048;

  private UrlRules() {}

  /// Where credentials are sent to: in the clear only within this machine.
  static Rule<URI> https() {
    return plain(Set.of("http", "https"), "must be an https URL")
        .andThen(
            url ->
                url.getScheme().equalsIgnoreCase("https") || Loopback.includes(url.getHost())
                    ? new Good<>(url)
                    : new Bad<>("must be an https URL (http only for a loopback address)"));
  }

  static Rule<URI> proxy() {
    return plain(Set.of("http"), "must be an http URL such as http://proxy.example.com:3128")
        .andThen(
            url ->
                url.getRawPath().isEmpty() || url.getRawPath().equals("/")
                    ? new Good<>(url)
                    : new Bad<>("must have no path"));
  }

  private static Rule<URI> plain(Set<String> schemes, String message) {
    return TextRules.text()
        .andThen(text -> Verdict.of(parse(text).filter(u -> isOf(u, schemes)), message))
        .andThen(UrlRules::bare);
  }

  private static Verdict<URI> bare(URI url) {
    if (url.getRawUserInfo() != null) {
      return new Bad<>("must hold no user info");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      return new Bad<>("must have no query and no fragment");
    }
    if (url.getPort() == 0 || url.getPort() > 65535) {
      return new Bad<>("must have a port from 1 to 65535, or none");
    }
    return hasDetours(url.getRawPath())
        ? new Bad<>("must have a path without empty parts, '.' and '..'")
        : new Good<>(url);
  }

  private static boolean isOf(URI url, Set<String> schemes) {
    return url.getScheme() != null
        && schemes.contains(url.getScheme().toLowerCase(Locale.ROOT))
        && url.getHost() != null
        && isHost(url.getHost());
  }

  /// java.net.URI takes longer names than there are, and IPv6 zones, which no TLS name can be.
  private static boolean isHost(String host) {
    return host.length() <= 253
        && host.indexOf('%') < 0
        && Arrays.stream(host.split("\\.")).allMatch(label -> label.length() <= 63);
  }

  private static boolean hasDetours(String path) {
    return path.replaceAll("%2[eE]", ".").matches("(?s).*/(?:\\.{1,2})?/.*|.*/\\.{1,2}");
  }

  private static Optional<URI> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
