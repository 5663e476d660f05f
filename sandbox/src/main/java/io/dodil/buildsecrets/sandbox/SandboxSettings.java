package io.dodil.buildsecrets.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a sandbox is started with; each component may be left out.
///
/// @param port 0: any free one
/// @param tokenLifetime 5 minutes, as Keycloak's default
/// @param history how many saves and calls are remembered, 10,000 of each
public record SandboxSettings(
    int port,
    @Nullable AbsentGroups absentGroups,
    @Nullable Tls tls,
    @Nullable Duration tokenLifetime,
    int history,
    @Nullable List<Organization> organizations,
    @Nullable FaultPlan faults) {

  public SandboxSettings {
    absentGroups = absentGroups == null ? AbsentGroups.REPLACE : absentGroups;
    tls = tls == null ? Tls.TRUSTED : tls;
    tokenLifetime = tokenLifetime == null ? Duration.ofMinutes(5) : tokenLifetime;
    history = history <= 0 ? 10_000 : history;
    organizations = organizations == null ? List.of() : List.copyOf(organizations);
    faults = faults == null ? FaultPlan.NONE : faults;
    var problems = problems(organizations);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /// Two organizations with plainly fake credentials: `acme` with the client `build-bot`, and
  /// `globex` with `globex-bot`; the secret of both is `fake-client-secret`.
  public static SandboxSettings sample() {
    return of(
        new Organization("acme", new Client("build-bot", "fake-client-secret")),
        new Organization("globex", new Client("globex-bot", "fake-client-secret")));
  }

  public static SandboxSettings of(Organization... organizations) {
    return new SandboxSettings(0, null, null, null, 0, List.of(organizations), null);
  }

  private static List<String> problems(List<Organization> organizations) {
    var problems = new ArrayList<String>();
    var names = organizations.stream().map(Organization::name).collect(Collectors.toSet());
    if (names.size() < organizations.size()) {
      problems.add("two organizations have one name");
    }
    Set<String> clients = new HashSet<>();
    for (var client : organizations.stream().flatMap(o -> o.clients().stream()).toList()) {
      if (!clients.add(client.id())) {
        problems.add("two clients have the id " + client.id());
      }
      client.shape().alsoIn().stream()
          .filter(other -> !names.contains(other))
          .forEach(other -> problems.add(client.id() + " is in an unknown organization " + other));
    }
    return problems;
  }

  public SandboxSettings withPort(int newPort) {
    return new SandboxSettings(
        newPort, absentGroups, tls, tokenLifetime, history, organizations, faults);
  }

  public SandboxSettings withTls(Tls newTls) {
    return new SandboxSettings(
        port, absentGroups, newTls, tokenLifetime, history, organizations, faults);
  }

  public SandboxSettings withAbsentGroups(AbsentGroups mode) {
    return new SandboxSettings(port, mode, tls, tokenLifetime, history, organizations, faults);
  }

  public SandboxSettings withTokenLifetime(Duration lifetime) {
    return new SandboxSettings(port, absentGroups, tls, lifetime, history, organizations, faults);
  }

  public SandboxSettings withHistory(int entries) {
    return new SandboxSettings(
        port, absentGroups, tls, tokenLifetime, entries, organizations, faults);
  }

  @Override
  public AbsentGroups absentGroups() {
    return Objects.requireNonNull(absentGroups);
  }

  @Override
  public Tls tls() {
    return Objects.requireNonNull(tls);
  }

  @Override
  public Duration tokenLifetime() {
    return Objects.requireNonNull(tokenLifetime);
  }

  @Override
  public List<Organization> organizations() {
    return Objects.requireNonNull(organizations);
  }

  @Override
  public FaultPlan faults() {
    return Objects.requireNonNull(faults);
  }
}
