package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.model.Settings.LogSettings;
import io.dodil.buildsecrets.model.Settings.MetricsSettings;
import io.dodil.buildsecrets.model.Settings.OrganizationBinding;
import io.dodil.buildsecrets.model.Settings.ServerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The default configuration with two endpoints: "staging", and "bare" that has no token URL.
public final class SettingsBuilder {

  public static final String API = "https://api.test";
  public static final Endpoint STAGING =
      new Endpoint(
          "staging", URI.create(API), Optional.of(URI.create("https://id.test/token")), "");
  public static final Endpoint BARE =
      new Endpoint("bare", URI.create("https://bare.test"), Optional.empty(), "");

  private final List<OrganizationBinding> organizations = new ArrayList<>();
  private Map<String, Endpoint> endpoints = Map.of("staging", STAGING, "bare", BARE);
  private Duration resyncInterval = Duration.ofHours(24);
  private Duration coalesceWindow = Duration.ofSeconds(1);
  private Optional<LabelSelector> secretSelector = Optional.empty();
  private boolean perResourceMetrics = true;
  private int maxConcurrent = CallSettings.defaults().maxConcurrent();

  public static Settings settings(Consumer<SettingsBuilder> with) {
    var builder = new SettingsBuilder();
    with.accept(builder);
    return builder.build();
  }

  public static Settings settings() {
    return settings(_ -> {});
  }

  public SettingsBuilder allow(String organization, String... namespaces) {
    organizations.add(
        new OrganizationBinding("staging", organization, Optional.empty(), Set.of(namespaces)));
    return this;
  }

  /// The token has to carry that id.
  public SettingsBuilder allowId(String organization, String id, String... namespaces) {
    organizations.add(
        new OrganizationBinding("staging", organization, Optional.of(id), Set.of(namespaces)));
    return this;
  }

  public SettingsBuilder bind(String endpoint, String organization, Set<String> namespaces) {
    organizations.add(
        new OrganizationBinding(endpoint, organization, Optional.empty(), namespaces));
    return this;
  }

  public SettingsBuilder endpoints(Map<String, Endpoint> value) {
    endpoints = value;
    return this;
  }

  /// Of endpoint "staging".
  public SettingsBuilder apiUrl(String url) {
    endpoints = Map.of("staging", new Endpoint("staging", URI.create(url), STAGING.tokenUrl(), ""));
    return this;
  }

  /// Endpoint "staging" takes tokens that name no organization.
  public SettingsBuilder trustsTheSpec() {
    endpoints =
        Map.of(
            "staging",
            new Endpoint(
                "staging",
                STAGING.apiUrl(),
                STAGING.tokenUrl(),
                "",
                Endpoint.OrganizationCheck.IF_NAMED));
    return this;
  }

  public SettingsBuilder secretSelector(String text) {
    secretSelector = LabelSelector.parse(text);
    return this;
  }

  public SettingsBuilder withoutEndpoints() {
    endpoints = Map.of();
    return this;
  }

  public SettingsBuilder resyncInterval(Duration value) {
    resyncInterval = value;
    return this;
  }

  public SettingsBuilder coalesceWindow(Duration value) {
    coalesceWindow = value;
    return this;
  }

  public SettingsBuilder maxConcurrent(int value) {
    maxConcurrent = value;
    return this;
  }

  public SettingsBuilder withoutPerResourceMetrics() {
    perResourceMetrics = false;
    return this;
  }

  private Settings build() {
    var calls = CallSettings.defaults();
    return new Settings(
        endpoints,
        organizations,
        Set.of(),
        secretSelector,
        resyncInterval,
        Duration.ofMinutes(10),
        coalesceWindow,
        Duration.ofSeconds(30),
        new CallSettings(
            calls.connectTimeout(),
            calls.timeout(),
            maxConcurrent,
            calls.requestsPerSecond(),
            calls.maxPayload(),
            calls.caFile(),
            calls.proxy(),
            calls.noProxy()),
        new LeaderElectionSettings(false, "lease", ""),
        new ServerSettings(8081, 8080, false),
        new MetricsSettings(perResourceMetrics),
        new LogSettings(LogSettings.Level.INFO, LogSettings.Format.TEXT));
  }
}
