package io.dodil.buildsecrets.e2e.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The patch of Argo CD's ConfigMap says what the files of the customization say. With
/// `-Dgolden=write` it is written anew.
class ArgoConfigMapTest {

  static final Path FILE = Path.of("../examples/argocd/argocd-cm-patch.yaml");

  @Test
  void itIsMadeFromTheFiles() throws IOException {
    var text = text();
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(FILE, text);
    }

    assertThat(FILE).hasContent(text);
  }

  /// As Argo CD reads it.
  @Test
  void itsKeysHoldTheWholeFiles() {
    var actions = value("actions");

    assertThat(data("health")).isEqualTo(ArgoCustomization.health());
    assertThat(actions.get("discovery.lua").textValue()).isEqualTo(discovery());
    assertThat(actions.get("definitions"))
        .hasSameSizeAs(ArgoCustomization.ACTIONS)
        .allSatisfy(
            definition ->
                assertThat(definition.get("action.lua").textValue())
                    .isEqualTo(ArgoCustomization.action(definition.get("name").textValue())));
  }

  /// Health is computed anew from what is not ignored alone.
  @Test
  void nothingIsIgnoredThatAHealthDependsOn() {
    assertThat(value("ignoreResourceUpdates").get("jsonPointers"))
        .allSatisfy(
            pointer ->
                assertThat(pointer.textValue())
                    .startsWith("/status/")
                    .doesNotContain("conditions", "observedGeneration"));
  }

  private static String text() {
    return """
    # Tells Argo CD what a BuildSecrets is. Made from resource_customizations/ beside it:
    #   kubectl patch configmap argocd-cm -n argocd --type merge --patch-file examples/argocd/argocd-cm-patch.yaml
    # Values of the argo-cd chart take the same keys under `configs.cm`.
    data:
      resource.customizations.health.ignite.dodil.io_BuildSecrets: |
    %s\
      resource.customizations.actions.ignite.dodil.io_BuildSecrets: |
        discovery.lua: |
    %s\
        definitions:
    %s\
      # What changes with each save or resync, and no health, sync or diff depends on.
      resource.customizations.ignoreResourceUpdates.ignite.dodil.io_BuildSecrets: |
        jsonPointers:
          - /status/lastSave
          - /status/inDoubtUntil
          - /status/lastHandledSyncRequest
          - /status/progressingSince
          - /status/tokenExpirationTime
    """
        .formatted(in(4, ArgoCustomization.health()), in(6, discovery()), definitions());
  }

  private static ObjectNode value(String kind) {
    return Yaml.object(data(kind));
  }

  private static String data(String kind) {
    return Yaml.object(FILE)
        .get("data")
        .get("resource.customizations.%s.ignite.dodil.io_BuildSecrets".formatted(kind))
        .textValue();
  }

  private static String discovery() {
    return ArgoCustomization.discovery();
  }

  private static String definitions() {
    return ArgoCustomization.ACTIONS.stream()
        .map(
            name ->
                "      - name: %s\n        action.lua: |\n".formatted(name)
                    + in(10, ArgoCustomization.action(name)))
        .collect(Collectors.joining());
  }

  /// Empty lines stay empty.
  private static String in(int spaces, String text) {
    return text.indent(spaces).replaceAll("(?m)^ +$", "");
  }
}
