package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.e2e.harness.AuditLog.Call;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.GitCredentials;
import io.dodil.buildsecrets.sandbox.Holdings;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@OperatorTest
class SyncIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final OperatorFixture fixture;

  SyncIT(OperatorFixture fixture) {
    this.fixture = fixture;
  }

  @Test
  void savesEveryGroupInOnePut(TestNamespace ns) {
    ns.secret("ghcr", Map.of("user", "octo", "pat", "ghp_1\n"));
    ns.secret(
        "kubernetes.io/dockerconfigjson",
        "hub",
        Map.of(
            ".dockerconfigjson",
            "{\"auths\":{\"https://index.docker.io/v1/\":{\"username\":\"hubber\",\"password\":\"pw\"}}}"));
    ns.secret("quay", Map.of("auth", base64("quay:tok")));
    ns.secret(
        "kubernetes.io/dockerconfigjson",
        "pull",
        Map.of(
            ".dockerconfigjson",
            "{\"auths\":{\"registry.acme.dev\":{\"auth\":\""
                + base64("a:b")
                + "\"},\"other.dev\":{}}}"));
    ns.secret(
        "kubernetes.io/basic-auth", "git", Map.of("username", "build-bot", "password", "ghp_x"));
    ns.secret("npm", Map.of("token", " npm_x\n"));
    ns.secret("args", Map.of("A", "1", "B", "2", "C", "3"));

    ns.apply(
        "all",
        """
        registryCredentials:
          - {registry: ghcr.io, secretRef: {name: ghcr}, usernameKey: user, passwordKey: pat}
          - {registry: "https://index.docker.io/v1/", secretRef: {name: hub}}
          - {registry: quay.io, secretRef: {name: quay}, authKey: auth}
        registryCredentialsFrom:
          - {secretRef: {name: pull}, registries: [registry.acme.dev]}
        gitCredentials: {secretRef: {name: git}}
        buildSecrets:
          - {name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}
          - {name: ABSENT, secretKeyRef: {name: nowhere, key: token, optional: true}}
        buildSecretsFrom:
          - {prefix: CI_, secretRef: {name: args}, keys: [A, B]}
        """);

    var status = ns.awaitReady("all");
    assertThat(ns.saves()).hasSize(1);
    assertThat(fixture.sandbox().holdings(ns.organization()))
        .isEqualTo(
            new Holdings(
                Map.of(
                    "ghcr.io", base64("octo:ghp_1"),
                    "https://index.docker.io/v1/", base64("hubber:pw"),
                    "quay.io", base64("quay:tok"),
                    "registry.acme.dev", base64("a:b")),
                Optional.of(new GitCredentials("build-bot", "ghp_x")),
                Map.of("NPM_TOKEN", " npm_x\n", "CI_A", "1", "CI_B", "2")));
    assertThat(ns.condition("all", "Ready").message())
        .isEqualTo("saved 4 registries, git credentials and 3 build secrets from 7 Secrets");
    assertThat(Objects.requireNonNull(status.lastSave()).versions())
        .containsOnlyKeys("args", "dodil", "ghcr", "git", "hub", "npm", "pull", "quay");
  }

  @Test
  void savesARotatedKeyOnceAndWritesOneStatus(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "old"));
    ns.apply("one", NPM);
    ns.awaitReady("one");
    var mark = fixture.cluster().audit().mark();

    var rotated = ns.secret("npm", Map.of("token", "new"));

    ns.awaitSavedVersion("one", rotated);
    assertThat(ns.saves()).hasSize(2);
    assertThat(fixture.sandbox().holdings(ns.organization()).buildSecrets())
        .containsEntry("NPM_TOKEN", "new");
    assertThat(
            fixture.cluster().audit().operatorCallsSince(mark).stream().filter(Call::isStatusWrite))
        .hasSize(1);
    assertThat(fixture.sandbox().tokenCalls().stream().filter(c -> c.client().equals(ns.bot())))
        .hasSize(1);
  }

  @Test
  void sendsNothingWhenOnlyALabelChanged(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "same"));
    ns.apply("one", NPM);
    ns.awaitReady("one");

    ns.label("npm", "yes");

    var labelled = ns.client().secrets().inNamespace(ns.namespace()).withName("npm").get();
    ns.awaitSavedVersion("one", labelled);
    assertThat(ns.saves()).hasSize(1);
  }

  @Test
  void makesNoCallForASecretThatNobodyReferences(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "same"));
    ns.apply("one", NPM);
    ns.awaitReady("one");
    var mark = fixture.cluster().audit().mark();
    var tokens = fixture.sandbox().tokenCalls().size();

    ns.secret("unrelated", Map.of("a", "b"));
    ns.secret("unrelated", Map.of("a", "c"));
    var fence = ns.secret("npm", Map.of("token", "fence"));

    // events come in order: when the fence is through, the unrelated ones have been
    ns.awaitSavedVersion("one", fence);
    assertThat(fixture.cluster().audit().operatorCallsSince(mark))
        .noneMatch(call -> call.name().equals("unrelated"))
        .filteredOn(Call::isSecretRead)
        .hasSize(1);
    assertThat(fixture.sandbox().tokenCalls()).hasSize(tokens);
    assertThat(ns.saves()).hasSize(2);
  }

  @Test
  void neverMixesSecretsOfTheSameNameInTwoNamespaces(TestNamespace here, TestNamespace there) {
    here.secret("npm", Map.of("token", "of-here"));
    there.secret("npm", Map.of("token", "of-there"));

    here.apply("one", NPM);
    there.apply("one", NPM);

    here.awaitReady("one");
    there.awaitReady("one");
    there.awaitSavedVersion("one", there.secret("npm", Map.of("token", "new-there")));
    assertThat(fixture.sandbox().holdings(here.organization()).buildSecrets())
        .containsEntry("NPM_TOKEN", "of-here");
    assertThat(fixture.sandbox().holdings(there.organization()).buildSecrets())
        .containsEntry("NPM_TOKEN", "new-there");
    assertThat(here.saves()).hasSize(1);
  }

  @Test
  void handsTheOrganizationOverWhenItsOwnerGoes(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "x"));
    ns.secret("other", Map.of("token", "y"));
    ns.apply("first", NPM);
    ns.awaitReady("first");
    ns.apply("second", NPM.replace("name: npm", "name: other"));
    ns.awaitReason("second", "TargetConflict");
    assertThat(ns.condition("second", "Ready").message())
        .isEqualTo(
            "organization \"%s\" at endpoint \"staging\" is owned by BuildSecrets \"first\"; nothing has been saved yet"
                .formatted(ns.organization()));

    ns.client()
        .resources(BuildSecrets.class)
        .inNamespace(ns.namespace())
        .withName("first")
        .delete();

    ns.awaitReady("second");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(fixture.sandbox().holdings(ns.organization()).buildSecrets())
                    .containsEntry("NPM_TOKEN", "y"));
  }

  @Test
  void keepsSayingWhatHoldsWhenItIsSuspended(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "x"));
    ns.apply("one", NPM);
    ns.awaitReady("one");

    // as people do: a Java client would write defaults into the rest of the spec
    ns.client()
        .resources(BuildSecrets.class)
        .inNamespace(ns.namespace())
        .withName("one")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");

    var status = ns.await("one", s -> Objects.equals(s.observedGeneration(), 2L));
    assertThat(status.isTrue("Ready")).isTrue();
    assertThat(ns.saves()).hasSize(1);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
