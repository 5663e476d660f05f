package io.dodil.buildsecrets.e2e.gitops;

import static io.dodil.buildsecrets.e2e.gitops.GitOpsTool.Libraries.OF_ARGOCD_CM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A resource in Git, applied again and again as Argo CD does it, in either way, and its actions in
/// between. The operator puts nothing into what Git says.
@OperatorTest
class ArgoSyncIT {

  /// How Argo CD syncs, with the arguments of kubectl that do the same.
  enum Sync {
    /// A three-way merge with the annotation of what was applied last; the default.
    CLIENT_SIDE,
    /// With the option `ServerSideApply=true`.
    SERVER_SIDE;

    List<String> arguments() {
      return switch (this) {
        case CLIENT_SIDE -> List.of("--field-manager=argocd-controller");
        case SERVER_SIDE ->
            List.of("--server-side", "--force-conflicts", "--field-manager=argocd-controller");
      };
    }
  }

  private OperatorFixture fixture;
  private Kubectl kubectl;
  private Path git;

  @BeforeAll
  void set(Cluster cluster) throws IOException {
    fixture = OperatorFixture.start(cluster);
    kubectl = Kubectl.of(cluster);
    git = Files.createTempDirectory("git");
  }

  @ParameterizedTest
  @EnumSource
  void aSavedResourceIsInSyncWithGit(Sync sync) throws IOException {
    var ns = synced(sync);

    assertInSync(sync, ns);
    assertThat(spec(ns)).isEqualTo(Yaml.object(manifest(ns)).get("spec"));
  }

  @ParameterizedTest
  @EnumSource
  void aSuspensionByTheActionSurvivesTheNextSync(Sync sync) throws IOException {
    var ns = synced(sync);

    act("suspend", ns);
    ns.await("acme", s -> Objects.equals(s.observedGeneration(), 2L));
    sync(sync, ns);

    assertInSync(sync, ns);
    assertThat(spec(ns).get("suspend").asBoolean()).isTrue();
    ns.secret("npm", Map.of("token", "new"));
    ns.awaitReason("acme", "Suspended");
    assertThat(ns.saves()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void goingOnByTheActionLeavesWhatGitSays(Sync sync) throws IOException {
    var ns = synced(sync);
    act("suspend", ns);
    ns.await("acme", s -> Objects.equals(s.observedGeneration(), 2L));
    var rotated = ns.secret("npm", Map.of("token", "new"));

    act("resume", ns);
    ns.awaitSavedVersion("acme", rotated);
    sync(sync, ns);

    assertInSync(sync, ns);
    assertThat(spec(ns)).isEqualTo(Yaml.object(manifest(ns)).get("spec"));
    assertThat(ns.saves()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void aRequestByTheActionIsAnsweredAndSurvivesTheNextSync(Sync sync) throws IOException {
    var ns = synced(sync);

    act("resync", ns);
    var status = ns.await("acme", s -> s.lastHandledSyncRequest() != null);
    sync(sync, ns);

    assertInSync(sync, ns);
    assertThat(ns.saves()).hasSize(2);
    assertThat(object(ns).at("/metadata/annotations/ignite.dodil.io~1sync-requested-at"))
        .hasToString("\"" + status.lastHandledSyncRequest() + "\"");
  }

  @ParameterizedTest
  @EnumSource
  void theOperatorOwnsTheStatusAlone(Sync sync) throws IOException {
    var ns = synced(sync);
    act("suspend", ns);
    ns.await("acme", s -> Objects.equals(s.observedGeneration(), 2L));

    var own =
        Stream.of(object(ns).at("/metadata/managedFields"))
            .flatMap(JsonNode::valueStream)
            .filter(entry -> entry.get("manager").textValue().equals("buildsecrets-operator"))
            .toList();

    assertThat(own).hasSize(1);
    assertThat(own.getFirst().get("subresource").textValue()).isEqualTo("status");
    assertThat(own.getFirst().get("fieldsV1").fieldNames())
        .toIterable()
        .containsExactly("f:status");
  }

  /// As the example has it, in a namespace and with an organization of the test.
  private String manifest(TestNamespace ns) throws IOException {
    return Files.readString(Path.of("../examples/kubectl/buildsecrets.yaml"))
        .replace("namespace: ci", "namespace: " + ns.namespace())
        .replace("organization: acme", "organization: " + ns.organization());
  }

  private TestNamespace synced(Sync sync) throws IOException {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "old"));
    ns.secret("git", Map.of("username", "bot", "password", "x"));
    ns.secret(
        "kubernetes.io/dockerconfigjson",
        "pull-secret",
        Map.of(".dockerconfigjson", "{\"auths\":{\"r.dev\":{\"auth\":\"Ym90Ong=\"}}}"));
    sync(sync, ns);
    ns.awaitReady("acme");
    return ns;
  }

  private void sync(Sync sync, TestNamespace ns) throws IOException {
    kubectl.call("", arguments("apply", sync, ns)).orThrow();
  }

  private void assertInSync(Sync sync, TestNamespace ns) throws IOException {
    assertThat(kubectl.call("", arguments("diff", sync, ns))).isEqualTo(new Kubectl.Result(0, ""));
  }

  private String[] arguments(String verb, Sync sync, TestNamespace ns) throws IOException {
    var file = Files.writeString(git.resolve(ns.namespace() + ".yaml"), manifest(ns));
    return Stream.concat(Stream.of(verb, "-f", file.toString()), sync.arguments().stream())
        .toArray(String[]::new);
  }

  /// As Argo CD's server does: a merge patch of what the script made of the live object.
  private void act(String action, TestNamespace ns) {
    var script = ArgoCustomization.action(action);
    var patch = GitOpsTool.answer(GitOpsTool.action(script, OF_ARGOCD_CM, object(ns)));
    kubectl.run(
        "patch",
        "buildsecrets/acme",
        "--namespace=" + ns.namespace(),
        "--type=merge",
        "--field-manager=argocd-server",
        "--patch=" + patch);
  }

  private JsonNode spec(TestNamespace ns) {
    return object(ns).get("spec");
  }

  private JsonNode object(TestNamespace ns) {
    return Yaml.object(
        kubectl.run(
            "get",
            "buildsecrets/acme",
            "--namespace=" + ns.namespace(),
            "--show-managed-fields",
            "-o",
            "yaml"));
  }
}
