package io.dodil.buildsecrets.plan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.kubeconfig.ManifestYaml;
import io.dodil.buildsecrets.kubernetes.client.Resources;
import io.dodil.buildsecrets.model.SecretContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The objects of the caller's files that matter: BuildSecrets, and Secrets, which stand for those
/// of the cluster as `kubectl apply` of the same files would make them. Others are passed over.
public final class Manifests {

  private static final String STDIN = "-";

  private final Optional<String> given;
  private final String namespace;
  private final List<ObjectNode> resources = new ArrayList<>();
  private final Map<String, SecretContent> secrets = new LinkedHashMap<>();
  private final Set<String> encrypted = new HashSet<>();
  private final Set<String> made = new HashSet<>();
  private final Set<String> seen = new HashSet<>();

  private Manifests(Optional<String> given, String namespace) {
    this.given = given;
    this.namespace = namespace;
  }

  /// None.
  public static Manifests none() {
    return new Manifests(Optional.empty(), "");
  }

  /// Reads files and folders (not what is below those), and standard input for `-`.
  ///
  /// @param given the namespace that everything has to be in, as with kubectl
  /// @param otherwise of objects that name none
  public static Manifests read(List<String> files, Optional<String> given, String otherwise)
      throws CommandFailure {
    var manifests = new Manifests(given, given.orElse(otherwise));
    for (var file : files) {
      if (file.equals(STDIN)) {
        manifests.add(ManifestYaml.read(System.in, "standard input"), "standard input");
      } else {
        for (var path : expand(Path.of(file))) {
          manifests.add(ManifestYaml.read(path, path.toString()), path.toString());
        }
      }
    }
    if (manifests.resources.isEmpty()) {
      throw new CommandFailure("no BuildSecrets in " + String.join(", ", files));
    }
    return manifests;
  }

  List<ObjectNode> resources() {
    return resources;
  }

  Optional<SecretContent> secret(String inNamespace, String name) {
    return Optional.ofNullable(secrets.get(inNamespace + "/" + name));
  }

  boolean holdsEncrypted(String inNamespace, String name) {
    return encrypted.contains(inNamespace + "/" + name);
  }

  boolean holdsMakerOf(String inNamespace, String name) {
    return made.contains(inNamespace + "/" + name);
  }

  private void add(List<JsonNode> documents, String where) throws CommandFailure {
    for (var document : documents) {
      if (document instanceof ObjectNode object) {
        add(object, where);
      }
    }
  }

  private void add(ObjectNode object, String where) throws CommandFailure {
    var version = object.path("apiVersion").asText();
    var kind = object.path("kind").asText();
    if (kind.equals("Secret") && version.equals("v1")) {
      var path = placed(object, kind, where);
      if (SecretTree.isEncrypted(object)) {
        encrypted.add(path);
      } else {
        secrets.put(path, secret(object, where));
      }
    } else if (kind.equals("BuildSecrets") && version.startsWith("ignite.dodil.io/")) {
      placed(object, kind, where);
      resources.add(object);
    } else {
      var path = placeOf(object);
      SecretTree.sealed(object).ifPresent(name -> encrypted.add(path + name));
      SecretTree.made(object).ifPresent(name -> made.add(path + name));
    }
  }

  private static SecretContent secret(ObjectNode object, String where) throws CommandFailure {
    try {
      return SecretTree.read(object);
    } catch (IOException e) {
      throw new CommandFailure(
          "%s in %s has data that is not base64, or stringData that is no text"
              .formatted(named("Secret", object), where));
    }
  }

  /// Of an object of another kind, whose faults are not ours to find: `namespace/`.
  private String placeOf(ObjectNode object) {
    var own = object.at("/metadata/namespace").asText("");
    return (own.isEmpty() ? namespace : own) + "/";
  }

  /// Gives it its namespace.
  private String placed(ObjectNode object, String kind, String where) throws CommandFailure {
    var meta = object.path("metadata");
    if (!(meta instanceof ObjectNode metadata) || !Resources.isName(meta.path("name").asText())) {
      throw new CommandFailure(
          "a %s in %s has no name, or none of Kubernetes".formatted(kind, where));
    }
    var own = metadata.path("namespace").asText("");
    if (!own.isEmpty() && given.filter(g -> !g.equals(own)).isPresent()) {
      throw new CommandFailure(
          "%s in %s is of another namespace than -n says".formatted(named(kind, object), where));
    }
    metadata.put("namespace", own.isEmpty() ? namespace : own);
    if (!Resources.isName(metadata.path("namespace").asText())) {
      throw new CommandFailure(
          "%s in %s is in no namespace of Kubernetes".formatted(named(kind, object), where));
    }
    var path = metadata.path("namespace").asText() + "/" + metadata.path("name").asText();
    if (!seen.add(kind + " " + path)) {
      throw new CommandFailure("%s is there twice, see %s".formatted(named(kind, object), where));
    }
    return path;
  }

  private static String named(String kind, JsonNode object) {
    return "%s \"%s\"".formatted(kind, object.at("/metadata/name").asText());
  }

  private static List<Path> expand(Path path) throws CommandFailure {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> f.toString().matches("(?s).*\\.(?:yaml|yml|json)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new CommandFailure(path + " can't be read");
    }
  }
}
