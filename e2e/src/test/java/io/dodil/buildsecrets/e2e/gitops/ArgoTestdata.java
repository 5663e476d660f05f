package io.dodil.buildsecrets.e2e.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// An object for a status that the operator was seen to write, and the health that Argo CD has to
/// show of it: the rules of `health.lua`, said once more.
record ArgoTestdata(String name, ObjectNode object) {

  static final String GENERATION = "the operator has not looked at this generation yet";

  /// What no operator writes, in files of these names that were written by hand.
  static final Map<String, Health> BY_HAND =
      Map.of(
          "never-seen",
          new Health(
              "Progressing",
              "never seen by the operator: is it running, and does it watch this namespace?"),
          "older-generation",
          new Health("Progressing", GENERATION),
          "older-generation-stalled",
          new Health("Progressing", GENERATION),
          "unknown",
          new Health("Progressing", "nobody knows"));

  private static final String RESOURCE =
      """
      apiVersion: ignite.dodil.io/v1alpha1
      kind: BuildSecrets
      metadata:
        name: one
        namespace: ci
      spec:
        endpoint: staging
        organization: org-A
        auth:
          clientCredentials:
            secretRef:
              name: dodil
        buildSecrets:
          - name: NPM_TOKEN
            secretKeyRef:
              name: npm
              key: token
      """;

  record Health(String status, String message) {}

  static ArgoTestdata of(Path golden) {
    var name = Objects.requireNonNull(golden.getFileName()).toString().replace(".yaml", "");
    var status =
        Yaml.object(
            Yaml.text(golden)
                .replace(": TIME", ": 2026-01-01T00:00:00Z")
                .replace(": UID", ": 00000000-0000-0000-0000-000000000000")
                .replace(": VERSION", ": \"1\"")
                .replace("localhost:PORT", "api.example.com"));
    var object = Yaml.object(RESOURCE);
    ((ObjectNode) object.get("metadata")).set("generation", status.get("observedGeneration"));
    if (name.startsWith("Suspended")) {
      ((ObjectNode) object.get("spec")).put("suspend", true);
    }
    return new ArgoTestdata(name, object.set("status", status));
  }

  Health health() {
    if (object.at("/spec/suspend").asBoolean()) {
      return new Health(
          "Suspended",
          isTrue("Ready") ? "suspended by spec.suspend: nothing is sent" : readyMessage());
    }
    if (isTrue("Stalled")) {
      return new Health("Degraded", readyMessage());
    }
    return new Health(isTrue("Ready") ? "Healthy" : "Progressing", readyMessage());
  }

  private boolean isTrue(String type) {
    return condition(type).path("status").asText().equals("True");
  }

  private String readyMessage() {
    return condition("Ready").path("message").asText();
  }

  private JsonNode condition(String type) {
    return object
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.get("type").textValue().equals(type))
        .findFirst()
        .orElseGet(() -> Yaml.object("{}"));
  }
}
