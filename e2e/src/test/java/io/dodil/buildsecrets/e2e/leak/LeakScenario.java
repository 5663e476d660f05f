package io.dodil.buildsecrets.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.Ports;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.e2e.harness.TunnelProxy;
import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.NoProxy;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.sandbox.Client;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.Organization;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.Sandbox;
import io.dodil.buildsecrets.sandbox.SandboxSettings;
import io.dodil.buildsecrets.sandbox.Tls;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that exists to be leaked, and everything that can go wrong with it, each in a
/// namespace of its own. The API is reached through a proxy that wants a login.
final class LeakScenario implements AutoCloseable {

  static final String NAME = "all";

  /// Many resources at once on a small machine, and calls that take their whole time.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String HOST = "https://elsewhere.invalid";

  private final Path folder;
  private final Canaries canaries = new Canaries(System.nanoTime());
  private final OtherOrigin elsewhere = OtherOrigin.listening();
  private final List<Scene> scenes = new ArrayList<>();
  private final Sandbox dodil;
  private final LeakDeliveries deliveries;
  private final TunnelProxy proxy;

  /// @param part what happens
  record Scene(LeakPart part, TestNamespace ns, Client client) {

    String organization() {
      return ns.organization();
    }
  }

  LeakScenario(Cluster cluster, Path folder) throws IOException {
    this.folder = folder;
    var parts = LeakPart.all(elsewhere.url());
    var clients = parts.stream().map(this::client).toList();
    dodil = Sandbox.start(SandboxSettings.of(organizations(clients)).withTls(Tls.WRONG_HOST));
    deliveries = new LeakDeliveries(dodil, scenes, canaries);
    for (int i = 0; i < parts.size(); i++) {
      var client = clients.get(i);
      var ns =
          new TestNamespace(
              cluster.admin(), dodil, cluster.newNamespace(), "leak-" + i, client.id());
      scenes.add(new Scene(parts.get(i), ns, client));
    }
    var login = canaries.word("proxy user") + ":" + canaries.word("proxy password");
    proxy = TunnelProxy.to(dodil.port(), login);
    Files.writeString(folder.resolve("login"), login);
    Files.writeString(folder.resolve("ca.pem"), dodil.caPem());
  }

  private Client client(LeakPart part) {
    return new Client(
        canaries.printable(part + ": client id"), canaries.printable(part + ": client secret"));
  }

  private static Organization[] organizations(List<Client> clients) {
    var all = new ArrayList<Organization>();
    clients.forEach(client -> all.add(new Organization("leak-" + all.size(), client)));
    all.add(new Organization("foreign"));
    return all.toArray(Organization[]::new);
  }

  Canaries canaries() {
    return canaries;
  }

  OtherOrigin elsewhere() {
    return elsewhere;
  }

  List<Scene> scenes() {
    return scenes;
  }

  LeakDeliveries deliveries() {
    return deliveries;
  }

  /// What the proxy could read, its own login aside.
  String seenByProxy() {
    return String.join(
        "\n", proxy.heads().stream().filter(h -> !h.startsWith("Proxy-Authorization")).toList());
  }

  Settings settings(Settings from) {
    var token = URI.create(HOST + URI.create(dodil.tokenUrl()).getPath());
    // some of the tokens name no organization
    var endpoint =
        new Endpoint(
            "leak", URI.create(HOST), Optional.of(token), "", Endpoint.OrganizationCheck.IF_NAMED);
    return SettingsOverrides.with(
            t ->
                t.endpoint(endpoint)
                    .callTimeout(Duration.ofSeconds(3))
                    .caFile(folder.resolve("ca.pem"))
                    .proxy(
                        new CallSettings.Proxy(
                            URI.create("http://127.0.0.1:" + proxy.port()),
                            new CallSettings.Proxy.Configured(
                                Optional.of(folder.resolve("login")))),
                        NoProxy.none()))
        .apply(from);
  }

  /// The same for an operator of its own process.
  Path configuration(String format, Ports ports) throws IOException {
    return Files.writeString(
        folder.resolve("operator-" + format + ".yaml"),
        """
        endpoints:
          leak: {apiUrl: "%1$s", tokenUrl: "%1$s%2$s", organizationCheck: ifNamed}
        coalesceWindow: 200ms
        calls:
          connectTimeout: 8s
          timeout: 8s
          caFile: "%3$s/ca.pem"
          proxy: {url: "http://127.0.0.1:%4$d", credentialsFile: "%3$s/login"}
        leaderElection: {leaseNamespace: default}
        server: %5$s
        log: {level: trace, format: %6$s}
        """
            .formatted(
                HOST,
                URI.create(dodil.tokenUrl()).getPath(),
                folder,
                proxy.port(),
                ports.section(),
                format));
  }

  /// Everything at once; returns when each status says what went wrong.
  ///
  /// @param mayReadAll whether no Secret is forbidden to the operator
  void perform(Kubectl kubectl, boolean mayReadAll) {
    prepare(kubectl);
    for (var scene : scenes) {
      if (!(mayReadAll && scene.part().flaw() == LeakFlaw.FORBIDDEN)) {
        scene.ns().await(NAME, scene.part()::isSaid, PATIENCE);
      }
    }
  }

  /// All that is there, for whoever wants to look at it.
  void prepare(Kubectl kubectl) {
    scenes.forEach(this::plan);
    // by client-side apply: the whole Secret is in an annotation of it
    scenes.forEach(
        s ->
            kubectl
                .call(
                    LeakRole.secrets(s.part(), canaries, credential(s)),
                    // what is large does not fit into an annotation
                    s.part().flaw() == LeakFlaw.TOO_LARGE ? "create" : "apply",
                    "-n",
                    s.ns().namespace(),
                    "-f",
                    "-")
                .orThrow());
    scenes.forEach(s -> s.ns().applyYaml(yaml(s)));
  }

  /// All resources, and other Secrets for them, as a repository holds them.
  String manifests() {
    return scenes.stream()
        .map(
            s ->
                LeakRole.secrets(s.part(), canaries, credential(s))
                        .replace(
                            "\"metadata\":{",
                            "\"metadata\":{\"namespace\":\"" + s.ns().namespace() + "\",")
                    + "\n---\n"
                    + yaml(s))
        .collect(Collectors.joining("\n---\n"));
  }

  /// All resources alone.
  String resources() {
    return scenes.stream().map(LeakScenario::yaml).collect(Collectors.joining("\n---\n"));
  }

  /// How many different things the statuses say.
  long reasons() {
    return scenes.stream().map(s -> s.ns().condition(NAME, "Ready").reason()).distinct().count();
  }

  private void plan(Scene scene) {
    var organization = scene.organization();
    scene
        .part()
        .save()
        .ifPresent(f -> dodil.faults().save(PlannedFault.always(f).organization(organization)));
    if (scene.part().flaw() != LeakFlaw.WRONG_SECRET) {
      var token = scene.part().token().orElseGet(() -> minted(scene));
      dodil.faults().token(PlannedFault.always(token).organization(organization));
    }
  }

  /// A token that is known beforehand.
  private TokenFault minted(Scene scene) {
    var token =
        canaries.token(scene.part() + ": minted token", dodil.issueToken(scene.client().id()));
    return new Fault.Respond(200)
        .withBody(
            "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300}"
                .formatted(token));
  }

  private Map<String, String> credential(Scene scene) {
    var name = scene.part() + ": static token";
    return switch (scene.part().flaw()) {
      case STATIC_TOKEN ->
          Map.of("token", canaries.token(name, dodil.issueToken(scene.client().id())));
      case STATIC_TOKEN_UNKNOWN ->
          Map.of("token", canaries.token(name, jwt(scene, 4_000_000_000L)));
      case STATIC_TOKEN_EXPIRED ->
          Map.of("token", canaries.token(name, jwt(scene, 1_000_000_000L)));
      case WRONG_SECRET ->
          Map.of(
              "client-id",
              scene.client().id(),
              "client-secret",
              canaries.printable("wrong secret"));
      default -> Map.of("client-id", scene.client().id(), "client-secret", scene.client().secret());
    };
  }

  private String jwt(Scene scene, long expires) {
    var claims =
        "{\"organization\":{\"%s\":{}},\"exp\":%d}".formatted(scene.organization(), expires);
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return Stream.of("{\"alg\":\"none\"}", claims, canaries.word("signature"))
        .map(text -> encoder.encodeToString(text.getBytes(UTF_8)))
        .reduce((a, b) -> a + "." + b)
        .orElseThrow();
  }

  private static String yaml(Scene scene) {
    boolean token = scene.part().flaw().name().startsWith("STATIC");
    var groups =
        scene.part().flaw() == LeakFlaw.KEYS_NO_ARGUMENTS
            ? GROUPS.replace("prefix: CI_, ", "")
            : scene.part().flaw() == LeakFlaw.CONFLICT
                ? GROUPS.replace(
                    "{name: args}}]",
                    "{name: args}}, {prefix: CI_, secretRef: {name: args-again}}]")
                : GROUPS;
    var yaml = token ? scene.ns().yamlWithToken(NAME, groups) : scene.ns().yaml(NAME, groups);
    return yaml.replace("endpoint: staging", "endpoint: leak");
  }

  private static final String GROUPS =
      """
      registryCredentials:
        - {registry: basic.test, secretRef: {name: basic}, usernameKey: user, passwordKey: pat}
        - {registry: hub.test, secretRef: {name: hub}}
        - {registry: quay.test, secretRef: {name: quay}, authKey: auth}
      registryCredentialsFrom: [{secretRef: {name: pull}}]
      gitCredentials: {secretRef: {name: git}}
      buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]
      buildSecretsFrom: [{prefix: CI_, secretRef: {name: args}}]
      """;

  @Override
  public void close() throws IOException {
    scenes.forEach(s -> s.ns().leave());
    proxy.close();
    dodil.close();
    elsewhere.close();
  }
}
