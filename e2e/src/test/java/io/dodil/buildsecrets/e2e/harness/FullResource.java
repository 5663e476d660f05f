package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.sandbox.GitCredentials;
import io.dodil.buildsecrets.sandbox.Holdings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// A resource with something in every group, in two versions of which no half may ever be held.
public record FullResource(OperatorFixture fixture, TestNamespace ns, String endpoint) {

  public static final String NAME = "one";

  public static FullResource on(OperatorFixture fixture, String endpoint) {
    var trial = new FullResource(fixture, fixture.newNamespace(), endpoint);
    trial.secrets("old");
    trial.secrets("new");
    return trial;
  }

  private void secrets(String version) {
    ns.secret("ghcr-" + version, Map.of("username", "octo", "password", version));
    ns.secret("git-" + version, Map.of("username", "bot", "password", version));
    ns.secret("npm-" + version, Map.of("token", version));
  }

  /// The spec that names the Secrets of this version: `old` or `new`.
  public void apply(String version) {
    apply(version, "clientCredentials: {secretRef: {name: dodil}}");
  }

  public void apply(String version, String auth) {
    ns.applyYaml(
        """
        apiVersion: ignite.dodil.io/v1alpha1
        kind: BuildSecrets
        metadata: {name: one, namespace: %1$s}
        spec:
          endpoint: %2$s
          organization: %3$s
          auth: {%5$s}
          registryCredentials: [{registry: ghcr.io, secretRef: {name: ghcr-%4$s}}]
          gitCredentials: {secretRef: {name: git-%4$s}}
          buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm-%4$s, key: token}}]
        """
            .formatted(ns.namespace(), endpoint, ns.organization(), version, auth));
  }

  /// What the organization holds when all of this version is saved.
  public static Holdings set(String version) {
    var login = "octo:" + version;
    return new Holdings(
        Map.of(
            "ghcr.io", Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))),
        Optional.of(new GitCredentials("bot", version)),
        Map.of("NPM_TOKEN", version));
  }

  public Holdings held() {
    return fixture.sandbox().holdings(ns.organization());
  }

  public void forceSync() {
    ns.requestSync(NAME, UUID.randomUUID().toString());
  }

  public void awaitSaved(long generation) {
    ns.await(
        NAME,
        status ->
            status.isTrue("Ready")
                && status.lastSave() != null
                && Objects.equals(status.lastSave().generation(), generation));
  }

  /// How many PUTs arrived.
  public int puts() {
    return (int)
        fixture.sandbox().saveCalls().stream()
            .filter(call -> call.organization().equals(ns.organization()))
            .count();
  }

  /// How many tokens were asked for.
  public int tokenCalls() {
    return (int)
        fixture.sandbox().tokenCalls().stream()
            .filter(call -> call.client().equals(ns.bot()))
            .count();
  }
}
