package io.dodil.buildsecrets.simulation.world;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Endpoint.OrganizationCheck;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.OrganizationBinding;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The operator's configuration, as far as it changes.
///
/// @param apis endpoint -> address of its API
/// @param tokenless endpoints without a token URL
/// @param bindings `endpoint|organization` -> namespaces that may save to it; empty: all may
/// @param ids `endpoint|organization` -> the id that a token must carry
/// @param trusting endpoints that take tokens that name no organization
/// @param selects whether only labelled Secrets may be referenced
public record Config(
    Map<String, String> apis,
    Set<String> tokenless,
    Map<String, Set<String>> bindings,
    Map<String, String> ids,
    Set<String> trusting,
    boolean selects,
    Duration resyncInterval,
    Duration window,
    Duration grace) {

  public static final String SELECTOR = "team=builds";

  /// Of the configuration that programs begin with.
  public static final int FIRST = 0x3ffc;

  /// What a save of this replaces, `api|organization`; empty: no such endpoint.
  public Optional<String> target(Want want) {
    return Optional.ofNullable(apis.get(want.endpoint()))
        .map(api -> api + "|" + want.organization());
  }

  private static String binding(Res resource) {
    return resource.want().endpoint() + "|" + resource.want().organization();
  }

  public boolean allows(Res resource) {
    return bindings.isEmpty()
        || bindings.getOrDefault(binding(resource), Set.of()).contains(resource.namespace());
  }

  /// The id that a token for the resource must carry.
  public Optional<String> id(Res resource) {
    return bindings.isEmpty() ? Optional.empty() : Optional.ofNullable(ids.get(binding(resource)));
  }

  /// Whether a token that names no organization may be used for the resource.
  public boolean takesUnnamed(Res resource) {
    return bindings.isEmpty() && trusting.contains(resource.want().endpoint());
  }

  /// Whether the resource may own that target.
  public boolean isCandidate(Res resource, String target) {
    return !resource.deleting()
        && target(resource.want()).filter(target::equals).isPresent()
        && allows(resource);
  }

  /// Whether it can do without, or has, a token URL.
  public boolean canAuthenticate(Want want) {
    return want.isStatic() || !tokenless.contains(want.endpoint());
  }

  /// Each endpoint asks for tokens of its own.
  public static String scope(String endpoint) {
    return endpoint.equals("staging") ? "" : endpoint;
  }

  public Settings settings() {
    var base = SettingsBuilder.settings();
    return new Settings(
        endpoints(),
        organizations(),
        base.watchNamespaces(),
        selects ? LabelSelector.parse(SELECTOR) : Optional.empty(),
        resyncInterval,
        base.progressDeadline(),
        window,
        grace,
        base.calls(),
        base.leaderElection(),
        base.server(),
        base.metrics(),
        base.log());
  }

  private Map<String, Endpoint> endpoints() {
    var endpoints = new TreeMap<String, Endpoint>();
    apis.forEach(
        (name, api) ->
            endpoints.put(
                name,
                new Endpoint(
                    name,
                    URI.create(api),
                    tokenless.contains(name)
                        ? Optional.empty()
                        : Optional.of(URI.create("https://id.test/token")),
                    scope(name),
                    trusting.contains(name)
                        ? OrganizationCheck.IF_NAMED
                        : OrganizationCheck.REQUIRED)));
    return endpoints;
  }

  private List<OrganizationBinding> organizations() {
    return new TreeMap<>(bindings)
        .entrySet().stream()
            .map(
                e -> {
                  var parts = e.getKey().split("\\|", -1);
                  return new OrganizationBinding(
                      parts[0], parts[1], Optional.ofNullable(ids.get(e.getKey())), e.getValue());
                })
            .toList();
  }

  /// Some configuration, told by a number.
  public static Config of(int number) {
    var apis = new TreeMap<String, String>();
    apis.put("staging", (number & 1) == 0 ? "https://one.test" : "https://three.test");
    apis.put("alias", (number & 2) == 0 ? "https://one.test" : "https://two.test");
    if ((number & 12) != 0) {
      apis.put("prod", "https://two.test");
    }
    boolean bound = (number & 768) == 0;
    return new Config(
        apis,
        (number & 240) == 0 ? Set.of("staging") : Set.of(),
        bound
            ? Map.of(
                "staging|acme", Set.of("ci"),
                "alias|acme", Set.of("ci", "ops"),
                "staging|beta", Set.of("ops"),
                "prod|acme", Set.of("ci", "ops"))
            : Map.of(),
        (number & 1 << 19) == 0 ? Map.of() : Map.of("staging|acme", "id-acme", "prod|acme", "id"),
        (number & 3 << 10) == 0 ? Set.of("staging") : Set.of("staging", "alias", "prod"),
        (number & 3 << 12) == 0,
        List.of(Duration.ofHours(24), Duration.ofHours(24), Duration.ofHours(1), Duration.ZERO)
            .get(number >> 14 & 3),
        Duration.ofSeconds((number & 1 << 16) == 0 ? 1 : 3),
        Duration.ofSeconds(List.of(30, 30, 10, 0).get(number >> 17 & 3)));
  }
}
