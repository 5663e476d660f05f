package io.dodil.buildsecrets.simulation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The operator's configuration, as far as it changes.
///
/// @param apis endpoint -> address of its API
/// @param tokenless endpoints without a token URL
/// @param bindings `endpoint|organization` -> namespaces that may save to it; empty: all may
record Config(Map<String, String> apis, Set<String> tokenless, Map<String, Set<String>> bindings) {

  /// What a save of this replaces, `api|organization`; empty: no such endpoint.
  Optional<String> target(Want want) {
    return Optional.ofNullable(apis.get(want.endpoint()))
        .map(api -> api + "|" + want.organization());
  }

  boolean allows(Res resource) {
    return bindings.isEmpty()
        || bindings
            .getOrDefault(
                resource.want().endpoint() + "|" + resource.want().organization(), Set.of())
            .contains(resource.namespace());
  }

  /// Whether the resource may own that target.
  boolean isCandidate(Res resource, String target) {
    return !resource.deleting()
        && target(resource.want()).filter(target::equals).isPresent()
        && allows(resource);
  }

  /// Whether it can do without, or has, a token URL.
  boolean canAuthenticate(Want want) {
    return want.isStatic() || !tokenless.contains(want.endpoint());
  }

  /// Some configuration, told by a number.
  static Config of(int number) {
    var apis = new java.util.TreeMap<String, String>();
    apis.put("staging", (number & 1) == 0 ? "https://one.test" : "https://three.test");
    apis.put("alias", (number & 2) == 0 ? "https://one.test" : "https://two.test");
    if ((number & 12) != 0) {
      apis.put("prod", "https://two.test");
    }
    Set<String> tokenless = (number & 240) == 0 ? Set.of("staging") : Set.of();
    Map<String, Set<String>> bindings =
        (number & 768) != 0
            ? Map.of()
            : Map.of(
                "staging|acme", Set.of("ci"),
                "alias|acme", Set.of("ci", "ops"),
                "staging|beta", Set.of("ops"),
                "prod|acme", Set.of("ci", "ops"));
    return new Config(apis, tokenless, bindings);
  }
}
