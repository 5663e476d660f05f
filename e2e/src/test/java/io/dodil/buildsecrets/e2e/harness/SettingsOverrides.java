package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.NoProxy;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.OrganizationBinding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The settings of a stage, with times that a test can wait for.
public final class SettingsOverrides {

  private final Settings from;
  private final Map<String, Endpoint> endpoints;
  private List<OrganizationBinding> organizations;
  private Optional<LabelSelector> secretSelector;
  private Set<String> watchNamespaces;
  private Settings.LeaderElectionSettings leaderElection;
  private Duration resyncInterval;
  private Duration progressDeadline;
  private Duration coalesceWindow;
  private Duration removalGrace;
  private CallSettings calls;
  private Settings.MetricsSettings metrics;

  private SettingsOverrides(Settings from) {
    this.from = from;
    endpoints = new HashMap<>(from.endpoints());
    organizations = from.organizations();
    watchNamespaces = from.watchNamespaces();
    leaderElection = from.leaderElection();
    secretSelector = from.secretSelector();
    resyncInterval = from.resyncInterval();
    progressDeadline = from.progressDeadline();
    coalesceWindow = from.coalesceWindow();
    removalGrace = from.removalGrace();
    calls = from.calls();
    metrics = from.metrics();
  }

  public static UnaryOperator<Settings> with(Consumer<SettingsOverrides> change) {
    return from -> {
      var tuning = new SettingsOverrides(from);
      change.accept(tuning);
      return tuning.settings();
    };
  }

  public Endpoint endpoint(String name) {
    return Objects.requireNonNull(endpoints.get(name));
  }

  public SettingsOverrides endpoint(Endpoint endpoint) {
    endpoints.put(endpoint.name(), endpoint);
    return this;
  }

  /// All endpoints take tokens that name no organization.
  public SettingsOverrides ifNamed() {
    endpoints.replaceAll((_, endpoint) -> ifNamed(endpoint));
    return this;
  }

  public static Endpoint ifNamed(Endpoint endpoint) {
    return new Endpoint(
        endpoint.name(),
        endpoint.apiUrl(),
        endpoint.tokenUrl(),
        endpoint.tokenScope(),
        Endpoint.OrganizationCheck.IF_NAMED);
  }

  public SettingsOverrides allow(String organization, String... namespaces) {
    return allow(organization, Optional.empty(), Set.of(namespaces));
  }

  /// That namespace may save to the organization if the token carries this id.
  public SettingsOverrides allowWithId(String organization, String id, String namespace) {
    return allow(organization, Optional.of(id), Set.of(namespace));
  }

  private SettingsOverrides allow(
      String organization, Optional<String> id, Set<String> namespaces) {
    organizations = new ArrayList<>(organizations);
    organizations.add(new OrganizationBinding("staging", organization, id, namespaces));
    return this;
  }

  /// Looks where that may, and shares its Lease.
  public SettingsOverrides installed(Installation installation) {
    watchNamespaces = installation.watched();
    leaderElection(installation.name());
    return this;
  }

  public SettingsOverrides leaderElection(String lease) {
    leaderElection = new Settings.LeaderElectionSettings(true, lease, Installation.NAMESPACE);
    return this;
  }

  public SettingsOverrides secretSelector(String selector) {
    secretSelector = LabelSelector.parse(selector);
    return this;
  }

  public SettingsOverrides resyncInterval(Duration value) {
    resyncInterval = value;
    return this;
  }

  public SettingsOverrides progressDeadline(Duration value) {
    progressDeadline = value;
    return this;
  }

  public SettingsOverrides coalesceWindow(Duration value) {
    coalesceWindow = value;
    return this;
  }

  public SettingsOverrides removalGrace(Duration value) {
    removalGrace = value;
    return this;
  }

  public SettingsOverrides ways(RelayedEndpoints ways) {
    ways.endpoints(from.endpoint("staging").orElseThrow()).forEach(this::endpoint);
    return this;
  }

  /// Trusts nobody's certificates but those of the JDK.
  public SettingsOverrides withoutCa() {
    return calls(calls.timeout(), Optional.empty(), calls.proxy());
  }

  public SettingsOverrides caFile(Path file) {
    return calls(calls.timeout(), Optional.of(file), calls.proxy());
  }

  public SettingsOverrides callTimeout(Duration value) {
    return calls(value, calls.caFile(), calls.proxy());
  }

  public SettingsOverrides proxy(CallSettings.Proxy value, NoProxy hosts) {
    calls = calls.with(Optional.of(value), hosts);
    return this;
  }

  public SettingsOverrides withoutPerResourceMetrics() {
    metrics = new Settings.MetricsSettings(false);
    return this;
  }

  private SettingsOverrides calls(
      Duration timeout, Optional<Path> caFile, Optional<CallSettings.Proxy> proxy) {
    calls =
        new CallSettings(
            calls.connectTimeout(),
            timeout,
            calls.maxConcurrent(),
            calls.requestsPerSecond(),
            calls.maxPayload(),
            caFile,
            proxy,
            calls.noProxy());
    return this;
  }

  private Settings settings() {
    return new Settings(
        endpoints,
        organizations,
        watchNamespaces,
        secretSelector,
        resyncInterval,
        progressDeadline,
        coalesceWindow,
        removalGrace,
        calls,
        leaderElection,
        from.server(),
        metrics,
        from.log());
  }
}
