package io.dodil.buildsecrets.e2e.sync;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.LargestSpec;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorJar;
import io.dodil.buildsecrets.e2e.harness.Ports;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The packaged operator with the heap that the chart gives it by default, and 300 resources that
/// are as large as the schema, or the operator, allows.
@Tag("slow")
@Tag("jar")
@ExtendWith(OperatorExtension.class)
@Order(1) // takes long: others run beside it
class LargeResourcesIT {

  /// Running out of memory ends the process: it can't be overlooked.
  private static final List<String> DEFAULT_HEAP =
      List.of("-Xmx126m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

  private static final int MANY = 300;

  /// The API server takes a while for each write of a megabyte.
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /// Of all annotations together the API server takes 256 KiB.
  private static final Map<String, String> ANNOTATIONS =
      Map.of("example.dev/notes", "x".repeat(261_000));

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @TempDir Path directory;

  private OperatorFixture fixture;
  private TestNamespace small;
  private String crowd;

  @BeforeEach
  void prepare(Cluster cluster) throws IOException {
    fixture = OperatorFixture.withoutOperator(cluster);
    small = fixture.newNamespace();
    small.apply("one", NPM);
    crowd = cluster.newNamespace();
    cluster.statuses().leaveAlone(crowd);
  }

  @AfterEach
  void strike() throws IOException {
    var resources = fixture.cluster().admin().resources(BuildSecrets.class).inNamespace(crowd);
    names().forEach(name -> resources.withName(name).delete());
    fixture.close();
  }

  @Test
  void theLargestOfTheSchemaAreRefusedAndStopNobodyElse() throws Exception {
    names().parallelStream().forEach(name -> create(largest(name)));
    try (var operator = start()) {
      awaitSaved(operator, "old");
      awaitReasons(operator, "SpecTooLarge");
      assertThat(savesOf("org-of-")).isZero();
      operator.assertSurvives();
    }

    // each of them comes with the first lists, and once more by the watch
    try (var operator = start()) {
      awaitSaved(operator, "new");
      names().stream().limit(30).forEach(this::touch);
      awaitSaved(operator, "newer");

      shorten("r0");

      awaitReason(operator, "r0", "SecretNotFound");
      assertThat(reason("r1")).isEqualTo("SpecTooLarge");
      operator.assertSurvives();
    }
  }

  @Test
  void theLargestThatAreKeptAreWorkedOnAndStopNobodyElse() throws Exception {
    names().parallelStream().forEach(name -> create(largestKept(name)));
    try (var operator = start()) {
      awaitSaved(operator, "old");
      awaitReasons(operator, "SecretNotFound");
      awaitSaved(operator, "new");
      operator.assertSurvives();
    }
    try (var operator = start()) {
      awaitSaved(operator, "newer");
      names().stream().limit(30).forEach(this::touch);
      awaitSaved(operator, "newest");
      operator.assertSurvives();
    }
  }

  private static List<String> names() {
    return IntStream.range(0, MANY).mapToObj(i -> "r" + i).toList();
  }

  private BuildSecrets largest(String name) {
    var resource = resource(name);
    resource.setSpec(LargestSpec.at("staging", "org-of-" + name));
    return resource;
  }

  /// A little less than 64 KiB: 20 Secrets with 64 keys of 46 characters each.
  private BuildSecrets largestKept(String name) {
    var imports =
        IntStream.range(0, 20)
            .mapToObj(i -> "{secretRef: {name: absent}, keys: [%s]}".formatted(keys(i)))
            .collect(joining(", "));
    var yaml =
        small
            .yaml(name, "buildSecretsFrom: [%s]".formatted(imports))
            .replace(small.organization(), "org-of-" + name);
    var resource = small.client().getKubernetesSerialization().unmarshal(yaml, BuildSecrets.class);
    resource.setMetadata(resource(name).getMetadata());
    return resource;
  }

  private static String keys(int of) {
    return IntStream.range(0, 64)
        .mapToObj(i -> LargestSpec.text("key-%d-%d-".formatted(of, i), 46))
        .collect(joining(", "));
  }

  private BuildSecrets resource(String name) {
    var resource = new BuildSecrets();
    resource.getMetadata().setNamespace(crowd);
    resource.getMetadata().setName(name);
    resource.getMetadata().setAnnotations(ANNOTATIONS);
    return resource;
  }

  private void create(BuildSecrets resource) {
    fixture.cluster().admin().resource(resource).create();
  }

  private void touch(String name) {
    patch(name, "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");
  }

  private void shorten(String name) {
    patch(
        name,
        """
        {"spec":{"registryCredentials":null,"registryCredentialsFrom":null,"gitCredentials":null,
        "buildSecretsFrom":null,"buildSecrets":[{"name":"A","secretKeyRef":{"name":"a","key":"b"}}]}}
        """);
  }

  private void patch(String name, String json) {
    fixture
        .cluster()
        .admin()
        .resources(BuildSecrets.class)
        .inNamespace(crowd)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  /// A small resource beside them, whose Secret is rotated.
  private void awaitSaved(OperatorJar operator, String token) {
    var version = small.secret("npm", Map.of("token", token)).getMetadata().getResourceVersion();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(operator.process().isAlive()).as("alive").isTrue();
              assertThat(small.status("one").lastSave())
                  .isNotNull()
                  .extracting(save -> save.versions().get("npm"))
                  .isEqualTo(version);
            });
  }

  /// One after the other: together they are 300 MiB.
  private void awaitReasons(OperatorJar operator, String reason) {
    names().forEach(name -> awaitReason(operator, name, reason));
  }

  private void awaitReason(OperatorJar operator, String name, String reason) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(operator.process().isAlive()).as("alive").isTrue();
              assertThat(reason(name)).isEqualTo(reason);
            });
  }

  private String reason(String name) {
    return fixture
        .cluster()
        .admin()
        .resources(BuildSecrets.class)
        .inNamespace(crowd)
        .withName(name)
        .require()
        .getStatus()
        .condition("Ready")
        .map(Condition::reason)
        .orElse("none");
  }

  private long savesOf(String organization) {
    return fixture.sandbox().saves().stream()
        .filter(save -> save.organization().startsWith(organization))
        .count();
  }

  private OperatorJar start() throws IOException {
    return OperatorJar.start(
        DEFAULT_HEAP,
        "run",
        "--config",
        fixture.configurationFile(directory.resolve("operator.yaml"), Ports.free()).toString(),
        "--kubeconfig",
        fixture.cluster().operator().kubeconfig().toString());
  }
}
