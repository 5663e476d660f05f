package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.simulation.Want.Part;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is right, from the resources and Secrets that there are. Simple, and independent of the
/// code that it judges.
final class Oracle {

  private Oracle() {}

  static String secretOf(Part part) {
    return switch (part) {
      case NPM -> "npm";
      case PIP -> "pip";
      case ARGS -> "args";
      case GIT -> "git";
    };
  }

  /// The request body that the resource stands for; empty when there is a problem anywhere.
  static Optional<String> payload(Res resource, Map<String, Sec> secrets) {
    var arguments = new TreeMap<String, String>();
    var git = Optional.<String>empty();
    for (var part : Part.values()) {
      if (!resource.want().has(part)) {
        continue;
      }
      var secret = Optional.ofNullable(secrets.get(resource.namespace() + "/" + secretOf(part)));
      if (!isUsable(part, secret)) {
        return Optional.empty();
      }
      switch (part) {
        case NPM -> arguments.put("NPM", secret.orElseThrow().value("token"));
        case PIP ->
            secret
                .filter(s -> s.data().containsKey("token"))
                .ifPresent(s -> arguments.put("PIP", s.value("token")));
        case ARGS -> arguments.putAll(secret.orElseThrow().data());
        case GIT -> {
          var s = secret.orElseThrow();
          git =
              Optional.of(
                  "{\"password\":\"%s\",\"username\":\"%s\"}"
                      .formatted(s.value("password"), s.value("username")));
        }
      }
    }
    return json(arguments, git);
  }

  private static boolean isUsable(Part part, Optional<Sec> secret) {
    return switch (part) {
      case NPM -> secret.filter(s -> s.data().containsKey("token")).isPresent();
      case PIP -> true;
      case ARGS ->
          secret.filter(s -> !s.data().isEmpty() && !s.data().containsKey("1st")).isPresent();
      case GIT ->
          secret
              .filter(s -> !s.value("username").isEmpty() && !s.value("password").isEmpty())
              .isPresent();
    };
  }

  private static Optional<String> json(Map<String, String> arguments, Optional<String> git) {
    if (arguments.isEmpty() && git.isEmpty()) {
      return Optional.empty();
    }
    var entries =
        arguments.entrySet().stream()
            .map(e -> "\"%s\":\"%s\"".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining(","));
    var groups = arguments.isEmpty() ? "" : "\"buildSecrets\":{" + entries + "}";
    var comma = arguments.isEmpty() || git.isEmpty() ? "" : ",";
    return Optional.of(
        "{" + groups + comma + git.map(g -> "\"gitCredentials\":" + g).orElse("") + "}");
  }

  /// Entries of the two groups of a body.
  static int[] counts(Res resource, Map<String, Sec> secrets) {
    var want = resource.want();
    int arguments = want.has(Part.NPM) ? 1 : 0;
    var pip = secrets.get(resource.namespace() + "/pip");
    arguments += want.has(Part.PIP) && pip != null && pip.data().containsKey("token") ? 1 : 0;
    var args = secrets.get(resource.namespace() + "/args");
    arguments += want.has(Part.ARGS) && args != null ? args.data().size() : 0;
    return new int[] {want.has(Part.GIT) ? 1 : 0, arguments};
  }
}
