package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes the CRD. Arguments: the directories.
public final class CrdGen {

  static final String FILE = "buildsecrets.ignite.dodil.io.yaml";

  private static final List<String> COLUMNS =
      List.of(
          "Ready",
          "Reason",
          "Endpoint",
          "Organization",
          "Last Save",
          "Age",
          "Suspended",
          "Message");

  private CrdGen() {}

  public static void main(String[] directories) throws Exception {
    var text = text();
    for (var directory : directories) {
      Files.createDirectories(Path.of(directory));
      Files.writeString(Path.of(directory, FILE), text);
    }
  }

  static String text() throws IOException {
    var generated = Files.createTempDirectory("crd");
    generate(generated.toFile());
    try (var files = Files.list(generated)) {
      var file = files.findFirst().orElseThrow();
      var text = Files.readString(file);
      Files.delete(file);
      // the generator's own first line speaks of manual edits; ours says how to make it anew
      return "# Generated: mvn -pl operator process-test-classes exec:exec@crds\n"
          + text.substring(text.indexOf("apiVersion:"));
    } finally {
      Files.delete(generated);
    }
  }

  private static void generate(File dir) {
    new CRDGenerator()
        .customResourceClasses(BuildSecrets.class)
        // minimal quotes write enum values True/False as YAML booleans: the CRD is accepted, every
        // condition refused
        .withMinQuotes(false)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
                return finish((CustomResourceDefinition) crd);
              }
            })
        .inOutputDir(dir)
        .detailedGenerate();
  }

  static CustomResourceDefinition finish(CustomResourceDefinition crd) {
    crd.getSpec().getNames().setCategories(List.of("dodil"));
    for (var version : crd.getSpec().getVersions()) {
      version
          .getAdditionalPrinterColumns()
          .sort(
              Comparator.comparingInt(
                  (CustomResourceColumnDefinition c) -> COLUMNS.indexOf(c.getName())));
      version
          .getAdditionalPrinterColumns()
          .forEach(c -> c.setPriority(c.getPriority() != null && c.getPriority() > 0 ? 1 : null));
      var root = version.getSchema().getOpenAPIV3Schema();
      root.setDescription(
          "BuildSecrets keeps the build credentials of one organization equal to Secrets of this"
              + " namespace: registry logins, a git login, build arguments. It saves them whenever"
              + " one of them changes, or when the annotation "
              + BuildSecrets.SYNC_REQUESTED_AT
              + " gets a new text. Deleting it leaves the organization as it is.");
      finishSpec(property(root, "spec"));
      finishStatus(property(root, "status"));
      everywhere(root);
    }
    return crd;
  }

  private static void finishSpec(JSONSchemaProps spec) {
    spec.setDescription(
        "What to save, where, for whom, and by which credential. All or nothing: while one value"
            + " is missing or of no use, nothing is sent and the organization keeps what it has.");
    listMap(spec, "registryCredentials", "registry");
    listMap(spec, "buildSecrets", "name");
    for (var list : List.of("registryCredentialsFrom", "buildSecretsFrom")) {
      property(spec, list).setXKubernetesListType("atomic");
    }
    property(items(spec, "registryCredentialsFrom"), "registries").setXKubernetesListType("set");
    property(items(spec, "buildSecretsFrom"), "keys").setXKubernetesListType("set");
    elementRule(
        items(spec, "registryCredentialsFrom"),
        "registries",
        Names.PRINTABLE,
        Names.LISTED_REGISTRY_SAYS);
    elementRule(items(spec, "buildSecretsFrom"), "keys", Names.KEY, Names.KEY_SAYS);
    describeItems(
        spec,
        Map.of(
            "registryCredentials",
            "The login of one registry, from one Secret: a docker config, user name and password in"
                + " two keys, a password beside username, or base64 of user:token in one key.",
            "registryCredentialsFrom",
            "Logins of many registries, from one docker config.",
            "buildSecrets",
            "One build argument, from one key of one Secret.",
            "buildSecretsFrom",
            "Many build arguments, from the keys of one Secret."));
    describeItems(
        items(spec, "registryCredentialsFrom"),
        Map.of("registries", "A registry, as the docker config names it."));
    describeItems(items(spec, "buildSecretsFrom"), Map.of("keys", "A key of the Secret."));
  }

  /// The annotation can't stand at a list's elements; explain prints the list's text and then
  /// theirs.
  private static void describeItems(JSONSchemaProps parent, Map<String, String> descriptions) {
    descriptions.forEach((list, text) -> items(parent, list).setDescription(text));
  }

  /// The annotation can't stand at a list's elements.
  private static void elementRule(
      JSONSchemaProps parent, String list, String rule, String message) {
    items(parent, list)
        .setXKubernetesValidations(
            List.of(new ValidationRuleBuilder().withRule(rule).withMessage(message).build()));
  }

  private static void finishStatus(JSONSchemaProps status) {
    status.setDescription("What the operator did last and what holds now.");
    // kstatus calls an object without status Current
    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    listMap(status, "conditions", "type");
    listMap(property(status, "lastSave"), "secrets", "name");
    describeItems(
        status, Map.of("conditions", "One aspect of the resource, as other programs read it."));
    describeItems(
        property(status, "lastSave"),
        Map.of("secrets", "A Secret, and the version of it that was read."));
  }

  private static JSONSchemaProps property(JSONSchemaProps parent, String name) {
    return Objects.requireNonNull(parent.getProperties().get(name), name);
  }

  private static JSONSchemaProps items(JSONSchemaProps parent, String list) {
    return property(parent, list).getItems().getSchema();
  }

  private static void listMap(JSONSchemaProps parent, String property, String key) {
    if (!items(parent, property).getRequired().contains(key)) {
      throw new IllegalStateException(property + ": list map key " + key + " is not required");
    }
    var list = property(parent, property);
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
  }

  private static void everywhere(JSONSchemaProps s) {
    if ("integer".equals(s.getType()) && s.getFormat() == null) {
      s.setFormat("int64");
    }
    // a rule at a record's component is found twice: at its field and at its accessor
    if (s.getXKubernetesValidations() != null) {
      s.setXKubernetesValidations(s.getXKubernetesValidations().stream().distinct().toList());
    }
    if (s.getProperties() != null) {
      s.getProperties().values().forEach(CrdGen::everywhere);
    }
    if (s.getItems() != null) {
      everywhere(s.getItems().getSchema());
    }
  }
}
