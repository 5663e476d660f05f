package io.dodil.buildsecrets.e2e.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Golden;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.KubectlUser;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.Ports;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged `plan` as a person uses it: names and sentences, with the rights of that person,
/// and nothing changes anywhere.
@Tag("slow")
@Tag("jar")
@OperatorTest
class PlanIT {

  private static final String AGENT = "buildsecrets-plan";

  private static final String GROUPS =
      """
      registryCredentialsFrom: [{secretRef: {name: pull}}]
      gitCredentials: {secretRef: {name: git}, passwordKey: pat}
      buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]
      buildSecretsFrom: [{prefix: CI_, secretRef: {name: args}}]
      """;

  private final Cluster cluster;
  private final KubectlUser administrator;
  private OperatorFixture fixture;

  PlanIT(Cluster cluster) {
    this.cluster = cluster;
    this.administrator = KubectlUser.administrator(cluster);
  }

  @BeforeAll
  void set() throws IOException {
    fixture = OperatorFixture.withoutOperator(cluster);
  }

  private TestNamespace ns() {
    var ns = fixture.newNamespace();
    ns.secret(
        "kubernetes.io/dockerconfigjson",
        "pull",
        Map.of(
            ".dockerconfigjson",
            "{\"auths\":{\"ghcr.io\":{\"username\":\"u\",\"password\":\"p\"},"
                + "\"https://index.docker.io/v1/\":{\"username\":\"u\",\"password\":\"p\"}}}"));
    ns.secret("git", Map.of("username", "bot", "pat", "git-token"));
    ns.secret("npm", Map.of("token", "npm-token"));
    ns.secret("args", Map.of("A", "a-value", "B", "b-value"));
    return ns;
  }

  private static String common(String text, TestNamespace ns) {
    return text.replace(ns.namespace(), "NAMESPACE").replace(ns.organization(), "ORGANIZATION");
  }

  @Test
  void showsTheNamesAndLeavesNoTrace() throws Exception {
    var ns = ns();
    ns.apply("all", GROUPS);
    var mark = cluster.audit().mark();

    var plan = PlanResult.by(administrator, "", "plan", "-n", ns.namespace(), "all");

    assertThat(plan.err()).isEmpty();
    assertThat(plan.exitCode()).isZero();
    Golden.expect("plan/in-the-cluster.txt", common(plan.out(), ns));
    assertThat(cluster.audit().requestsSince(mark, AGENT))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call).startsWith("get "));
    assertThat(plan.files()).isEmpty();
    assertThat(fixture.sandbox().saveCalls()).isEmpty();
    assertThat(fixture.sandbox().tokenCalls()).isEmpty();
  }

  @Test
  void namesTheKeysOfTheRequestAsACurlScriptHasThem() throws Exception {
    var ns = ns();
    ns.apply("all", GROUPS);

    var plan = PlanResult.by(administrator, "", "plan", "-n", ns.namespace(), "all", "-o", "json");

    assertThat(plan.exitCode()).isZero();
    Golden.expect("plan/in-the-cluster.json", common(plan.out(), ns));
  }

  @Test
  void takesTheSecretsOfAFileForThoseOfTheCluster() throws Exception {
    var ns = ns();
    var file =
        """
        apiVersion: v1
        kind: List
        items:
          - apiVersion: v1
            kind: Secret
            metadata: {name: npm}
            data: {token: b2xk}
            stringData: {token: new}
          - {apiVersion: v1, kind: ConfigMap, metadata: {name: other}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: args}
        stringData: {A: 'ENC[AES256_GCM,data:x]'}
        sops: {version: "3"}
        ---
        """
            + ns.yaml("all", GROUPS).replace(", namespace: " + ns.namespace(), "");
    var mark = cluster.audit().mark();

    var plan = PlanResult.by(administrator, file, "plan", "-n", ns.namespace(), "-f", "-");

    assertThat(plan.err()).isEmpty();
    assertThat(plan.exitCode()).isZero();
    Golden.expect("plan/in-a-file.txt", common(plan.out(), ns));
    assertThat(cluster.audit().requestsSince(mark, AGENT))
        .allSatisfy(call -> assertThat(call).matches("get .*|create .*dryRun=All.*"))
        .anySatisfy(call -> assertThat(call).startsWith("create "));
    assertThat(ns.client().secrets().inNamespace(ns.namespace()).withName("npm").get().getData())
        .containsEntry("token", "bnBtLXRva2Vu");
    assertThat(ns.resource("all")).isNull();
  }

  @Test
  void saysWhatTheApiServerHasAgainstAFile() throws Exception {
    var ns = ns();
    var file =
        ns.yaml("all", "registryCredentials: [{registry: 'ghcr.io?a', secretRef: {name: npm}}]")
                .replace("auth: {", "auth: {token: {secretKeyRef: {name: t, key: k}}, ")
            + "---\n"
            + ns.yaml("typo", "buildSecrts: []\n" + GROUPS)
            + "---\n"
            + ns.yaml("missing", "buildSecrets: [{secretKeyRef: {name: npm, key: token}}]");

    var plan = PlanResult.by(administrator, file, "plan", "-f", "-");

    assertThat(plan.exitCode()).isEqualTo(1);
    Golden.expect("plan/refused.txt", common(plan.out(), ns));
  }

  @Test
  void tellsAPersonWhichRightIsMissing() throws Exception {
    var ns = ns();
    ns.apply("all", GROUPS);
    var person =
        KubectlUser.with(
            cluster,
            ns.namespace(),
            "some",
            KubectlUser.may("ignite.dodil.io", "buildsecrets", "get"),
            KubectlUser.may("", "secrets", "get", "pull", "args", "dodil", "git"));

    var plan = PlanResult.by(person, "", "plan", "all");

    assertThat(plan.exitCode()).isEqualTo(2);
    Golden.expect("plan/some-secrets-hidden.txt", common(plan.out(), ns));
    var command = "kubectl auth can-i get secrets/npm -n " + ns.namespace();
    assertThat(plan.out()).contains(command);
    var asked =
        Kubectl.of(cluster).shell("KUBECONFIG=%s %s".formatted(person.kubeconfig(), command));
    assertThat(asked.output()).startsWith("no");
  }

  @Test
  void plansAFileForAPersonWhoMayNotSeeResources() throws Exception {
    var ns = ns();
    var person =
        KubectlUser.with(cluster, ns.namespace(), "reader", KubectlUser.may("", "secrets", "get"));

    var named = PlanResult.by(person, "", "plan", "all");
    var filed = PlanResult.by(person, ns.yaml("all", GROUPS), "plan", "-f", "-");

    assertThat(named.exitCode()).isEqualTo(2);
    assertThat(named.out()).isEmpty();
    assertThat(common(named.err(), ns))
        .isEqualTo(
            "you may not read BuildSecrets \"all\"; ask: kubectl auth can-i get buildsecrets/all -n"
                + " NAMESPACE\n");
    assertThat(filed.exitCode()).isZero();
    Golden.expect("plan/resources-hidden.txt", common(filed.out(), ns));
  }

  @Test
  void checksWhatTheConfigurationSays() throws Exception {
    var ns = ns();
    fixture.startOperator();
    ns.apply("older", GROUPS);
    ns.awaitReady("older");
    fixture.stopOperator();
    var file = Files.createTempFile("plan", ".yaml");
    fixture.configurationFile(file, new Ports(8081, 8080));
    var other = ns.yaml("all", GROUPS + "suspend: true");

    var plan = PlanResult.by(administrator, other, "plan", "-f", "-", "--config", file.toString());

    assertThat(plan.exitCode()).isEqualTo(1);
    Golden.expect("plan/owned-and-suspended.txt", common(plan.out(), ns));
    fixture.sandbox().clear();
  }

  @Test
  void comparesWithWhatWasSavedLast() throws Exception {
    var ns = ns();
    fixture.startOperator();
    ns.apply("all", GROUPS);
    ns.awaitReady("all");
    fixture.stopOperator();

    var before = PlanResult.by(administrator, "", "plan", "-n", ns.namespace(), "all");
    var filed =
        PlanResult.by(
            administrator,
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: npm, namespace: %s}
            stringData: {token: npm-token}
            ---
            """
                    .formatted(ns.namespace())
                + ns.yaml("all", GROUPS),
            "plan",
            "-f",
            "-");
    ns.secret("npm", Map.of("token", "rotated"));
    var after = PlanResult.by(administrator, "", "plan", "-n", ns.namespace(), "all");

    assertThat(before.out())
        .contains("nothing has changed", "nothing is sent until something changes")
        .doesNotContain("REPLACES");
    assertThat(filed.out()).contains("since then nothing has changed").doesNotContain("from file");
    assertThat(after.out())
        .contains("since then changed: npm", "replaces what this resource saved");
    assertThat(ns.saves()).hasSize(1);
    fixture.sandbox().clear();
  }

  @Test
  void cantTellWhatASealedSecretHolds() throws Exception {
    var ns = ns();
    var file =
        """
        apiVersion: bitnami.com/v1alpha1
        kind: SealedSecret
        metadata: {name: sealed, namespace: %s}
        spec: {encryptedData: {username: AgB, password: AgC}}
        ---
        """
                .formatted(ns.namespace())
            + ns.yaml("all", "gitCredentials: {secretRef: {name: sealed}}");

    var plan = PlanResult.by(administrator, file, "plan", "-f", "-");

    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.out())
        .contains(
            "unknown    Secret \"sealed\" stands encrypted in the file, and the cluster has none"
                + " yet",
            "Whether it would be saved can't be said from here.");
  }

  @Test
  void saysWhichExecPluginIsMissing() throws Exception {
    var kubeconfig =
        Files.writeString(
            Files.createTempFile("kubeconfig", ".yaml"),
            """
            kind: Config
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: aws-not-there}}}]
            """);

    var plan = PlanResult.by(new KubectlUser(kubeconfig, "default"), "", "plan", "x");

    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.err())
        .isEqualTo(
            "the exec plugin \"aws-not-there\" of the kubeconfig's user \"u\" is not installed: it"
                + " is not in PATH\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "plan x -f y",
        "plan x --check-token",
        "plan x -o yaml",
        "plan x --kubeconfig /does/not/exist",
        "plan x --context nowhere",
        "plan x --config /does/not/exist",
        "plan -f /does/not/exist",
        "plan -f -",
        "plan does-not-exist"
      })
  void endsWithTwoAndASentenceWhenThereIsNoPlan(String line) throws Exception {
    var plan = PlanResult.by(administrator, "a: [b\n", line.split(" ", -1));

    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.out()).isEmpty();
    assertThat(plan.err()).isNotBlank().doesNotContain("Exception", "\tat ", "failed unexpectedly");
  }

  @ParameterizedTest
  @MethodSource("endlessYaml")
  void endsWithTwoWhenYamlIsEndless(String yaml) throws Exception {
    var kubeconfig = Files.writeString(Files.createTempFile("endless", ".yaml"), yaml);

    var filed = PlanResult.by(administrator, yaml, "plan", "-f", "-");
    var configured =
        PlanResult.by(administrator, "", "plan", "x", "--config", kubeconfig.toString());
    var reached = PlanResult.by(new KubectlUser(kubeconfig, "default"), "", "plan", "x");

    assertThat(List.of(filed, configured, reached))
        .allSatisfy(
            plan -> {
              assertThat(plan.exitCode()).isEqualTo(2);
              assertThat(plan.out()).isEmpty();
              assertThat(plan.err())
                  .isNotBlank()
                  .doesNotContain("Error", "Exception", "\tat ", "failed unexpectedly");
            });
  }

  private static List<String> endlessYaml() {
    var aliases = new StringBuilder("a0: &a0 {k: v}\n");
    IntStream.rangeClosed(1, 23)
        .forEach(i -> aliases.append("a%1$d: &a%1$d {x: *a%2$d, y: *a%2$d}\n".formatted(i, i - 1)));
    return List.of(aliases.toString(), "a: &a {b: *a}\n", "[".repeat(100_000));
  }

  @Test
  void endsWithTwoWhenTheMemoryIsNotEnough() throws Exception {
    var large = "a: &a [" + "[],".repeat(2_000_000) + "]\nb: [*a, *a, *a, *a, *a, *a]\n";

    var plan = PlanResult.by(administrator, large, List.of("-Xmx64m"), "plan", "-f", "-");

    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.err())
        .isEqualTo("the plan needs more memory than there is: see java's option -Xmx\n");
  }

  @Test
  void endsWithTwoWhenTheClusterCantBeReached() throws Exception {
    var nowhere =
        Files.writeString(
            Files.createTempFile("kubeconfig", ".yaml"),
            Files.readString(administrator.kubeconfig())
                .replaceAll("(server: \"?https://[^:]+:)\\d+", "$11"));

    var plan = PlanResult.by(new KubectlUser(nowhere, "default"), "", "plan", "x");

    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(List.of(plan.err().strip().split("\n", -1))).hasSize(1);
    assertThat(plan.err()).endsWith(" can't be reached\n");
  }

  @Test
  void explainsItself() throws Exception {
    var plan = PlanResult.by(administrator, "", "plan", "--help");

    assertThat(plan.exitCode()).isZero();
    Golden.expect("plan/help.txt", plan.out());
  }
}
