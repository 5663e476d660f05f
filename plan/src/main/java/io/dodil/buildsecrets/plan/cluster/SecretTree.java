package io.dodil.buildsecrets.plan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import java.io.IOException;
import java.util.HashMap;
import java.util.Optional;
import java.util.stream.Stream;

/// Secrets, and what Secrets are made from, as they stand in a file.
final class SecretTree {

  private SecretTree() {}

  /// As it will be once it is applied: `stringData` wins over `data`.
  ///
  /// @throws IOException when its data is not base64, or its stringData no text
  static SecretContent read(JsonNode secret) throws IOException {
    var data = new HashMap<String, Sensitive>();
    for (var entry : secret.path("data").properties()) {
      data.put(entry.getKey(), Sensitive.owning(bytes(entry.getValue())));
    }
    for (var entry : secret.path("stringData").properties()) {
      if (!entry.getValue().isTextual()) {
        throw new IOException();
      }
      data.put(entry.getKey(), Sensitive.of(entry.getValue().textValue()));
    }
    var meta = secret.path("metadata");
    var labels = new HashMap<String, String>();
    meta.path("labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return new SecretContent(
        meta.path("name").asText(),
        meta.path("uid").asText(),
        meta.path("resourceVersion").asText(),
        secret.path("type").asText("Opaque"),
        labels,
        data);
  }

  private static byte[] bytes(JsonNode value) throws IOException {
    if (!value.isNull() && !value.isTextual()) {
      throw new IOException();
    }
    return value.isNull() ? new byte[0] : value.binaryValue();
  }

  /// By SOPS, which leaves the keys as they are and every value unreadable.
  static boolean isEncrypted(JsonNode secret) {
    return secret.path("sops").isObject();
  }

  /// The Secret that a SealedSecret holds encrypted.
  static Optional<String> sealed(JsonNode object) {
    return is(object, "SealedSecret", "bitnami.com/")
        ? name(object, "/spec/template/metadata/name")
        : Optional.empty();
  }

  /// The Secret that an operator makes from values it fetches elsewhere.
  static Optional<String> made(JsonNode object) {
    if (is(object, "ExternalSecret", "external-secrets.io/")) {
      return name(object, "/spec/target/name");
    }
    return is(object, "VaultStaticSecret", "secrets.hashicorp.com/")
            || is(object, "VaultDynamicSecret", "secrets.hashicorp.com/")
        ? name(object, "/spec/destination/name")
        : Optional.empty();
  }

  private static boolean is(JsonNode object, String kind, String group) {
    return object.path("kind").asText().equals(kind)
        && object.path("apiVersion").asText().startsWith(group);
  }

  /// By default it is named like the object.
  private static Optional<String> name(JsonNode object, String at) {
    return Stream.of(at, "/metadata/name")
        .map(pointer -> object.at(pointer).asText(""))
        .filter(name -> !name.isEmpty())
        .findFirst();
  }
}
