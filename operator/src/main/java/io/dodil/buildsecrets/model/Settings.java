package io.dodil.buildsecrets.model;

import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.Endpoint.OrganizationCheck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The operator's configuration, validated.
///
/// @param organizations empty: any organization from any namespace
/// @param watchNamespaces empty: all
/// @param secretSelector only Secrets with such labels may be referenced
/// @param resyncInterval zero: never
public record Settings(
    Map<String, Endpoint> endpoints,
    List<OrganizationBinding> organizations,
    Set<String> watchNamespaces,
    Optional<LabelSelector> secretSelector,
    Duration resyncInterval,
    Duration progressDeadline,
    Duration coalesceWindow,
    Duration removalGrace,
    CallSettings calls,
    LeaderElectionSettings leaderElection,
    ServerSettings server,
    MetricsSettings metrics,
    LogSettings log) {

  public Settings {
    endpoints = Map.copyOf(endpoints);
    organizations = List.copyOf(organizations);
    watchNamespaces = Set.copyOf(watchNamespaces);
  }

  /// The same with other limits and another way for the calls.
  public Settings with(CallSettings otherCalls) {
    return new Settings(
        endpoints,
        organizations,
        watchNamespaces,
        secretSelector,
        resyncInterval,
        progressDeadline,
        coalesceWindow,
        removalGrace,
        otherCalls,
        leaderElection,
        server,
        metrics,
        log);
  }

  public Optional<Endpoint> endpoint(String name) {
    return Optional.ofNullable(endpoints.get(name));
  }

  /// Whether resources of this namespace may save to that organization.
  public boolean allows(String endpoint, String organization, String namespace) {
    return organizations.isEmpty()
        || organizations.stream().anyMatch(b -> b.allows(endpoint, organization, namespace));
  }

  /// What a token has to say of an organization that a resource of the namespace names.
  public OrganizationRule organizationRule(String endpoint, String organization, String namespace) {
    var bindings =
        organizations.stream()
            .filter(b -> b.allows(endpoint, organization, namespace))
            .map(OrganizationBinding::id)
            .toList();
    boolean mustBeNamed =
        !organizations.isEmpty()
            || endpoint(endpoint)
                .filter(e -> e.organizationCheck() == OrganizationCheck.IF_NAMED)
                .isEmpty();
    var id =
        bindings.contains(Optional.<String>empty())
            ? Optional.<String>empty()
            : bindings.stream().flatMap(Optional::stream).findFirst();
    return new OrganizationRule(mustBeNamed, !organizations.isEmpty(), id);
  }

  /// What is valid and has no effect: a sentence for each, in the order of the endpoints' names.
  public List<String> warnings() {
    return organizations.isEmpty()
        ? List.of()
        : endpoints.values().stream()
            .filter(endpoint -> endpoint.organizationCheck() == OrganizationCheck.IF_NAMED)
            .map(Endpoint::name)
            .sorted()
            .map(Settings::overridden)
            .toList();
  }

  private static String overridden(String endpoint) {
    return "endpoint \"%s\" has organizationCheck: ifNamed, and tokens without an organization are"
            .formatted(endpoint)
        + " refused there nevertheless, because organizations is not empty";
  }

  /// The target that a resource names; empty when its endpoint is not configured.
  public Optional<Target> target(String endpoint, String organization) {
    return endpoint(endpoint).map(e -> e.target(organization));
  }

  /// What a token has to say of its organization.
  ///
  /// @param mustBeNamed whether a token that names none is refused
  /// @param isBound whether that is because bindings are configured
  /// @param id the id that the token has to carry; empty: any or none
  public record OrganizationRule(boolean mustBeNamed, boolean isBound, Optional<String> id) {

    /// Whether the token of that save was checked for all that is asked for now: the configuration
    /// may have been narrowed since.
    public boolean isMetBy(LastSave save) {
      return !(mustBeNamed && Boolean.TRUE.equals(save.organizationUnnamed()))
          && id.filter(wanted -> !wanted.equals(save.organizationId())).isEmpty();
    }
  }

  /// An organization that may be saved to, from these namespaces (empty: none).
  ///
  /// @param id the organization's immutable id, which the token must carry; empty: not checked
  public record OrganizationBinding(
      String endpoint, String name, Optional<String> id, Set<String> namespaces) {

    public OrganizationBinding {
      namespaces = Set.copyOf(namespaces);
    }

    boolean allows(String endpoint, String organization, String namespace) {
      return this.endpoint.equals(endpoint)
          && name.equals(organization)
          && namespaces.contains(namespace);
    }
  }

  /// Which Lease makes one of several operators the one that works.
  ///
  /// @param leaseNamespace empty: the operator's own
  public record LeaderElectionSettings(boolean enabled, String leaseName, String leaseNamespace) {

    /// How long a Lease holds after its last renewal.
    public static final Duration LEASE_DURATION = Duration.ofSeconds(15);
  }

  /// Where the operator listens. Two ports, so that those who may scrape it need not reach its
  /// probes, and neither can keep the other from being answered.
  ///
  /// @param loopbackOnly whether only this machine may connect
  public record ServerSettings(int probePort, int metricsPort, boolean loopbackOnly) {

    public InetSocketAddress probes() {
      return address(probePort);
    }

    public InetSocketAddress metrics() {
      return address(metricsPort);
    }

    private InetSocketAddress address(int port) {
      return loopbackOnly
          ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
          : new InetSocketAddress(port);
    }
  }

  /// What the metrics tell.
  ///
  /// @param perResource whether there are series for each resource; on a platform with very many,
  ///   they may be more than its monitoring wants to hold
  public record MetricsSettings(boolean perResource) {}

  /// How the operator's own log looks.
  public record LogSettings(Level level, Format format) {

    /// Of the operator's own loggers; other libraries stay at INFO.
    public enum Level {
      ERROR,
      WARN,
      INFO,
      DEBUG,
      TRACE
    }

    /// One JSON object a line, or plain text.
    public enum Format {
      JSON,
      TEXT
    }
  }
}
