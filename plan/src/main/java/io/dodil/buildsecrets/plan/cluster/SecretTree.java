package io.dodil.buildsecrets.plan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A Secret as the API server writes it, or as it stands in a file.
final class SecretTree {

  private static final Base64.Decoder DECODER = Base64.getDecoder();

  private SecretTree() {}

  /// Empty when its data is none. In a file `stringData` wins over `data`, as it does when it is
  /// applied.
  static Optional<SecretContent> read(JsonNode secret) {
    var data = new HashMap<String, Sensitive>();
    for (var entry : secret.path("data").properties()) {
      var value = decoded(entry.getValue());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      data.put(entry.getKey(), value.get());
    }
    for (var entry : secret.path("stringData").properties()) {
      if (!entry.getValue().isTextual()) {
        return Optional.empty();
      }
      data.put(entry.getKey(), Sensitive.of(entry.getValue().textValue()));
    }
    var meta = secret.path("metadata");
    return Optional.of(
        new SecretContent(
            meta.path("name").asText(),
            meta.path("uid").asText(),
            meta.path("resourceVersion").asText(),
            secret.path("type").asText("Opaque"),
            labels(meta),
            data));
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

  private static Optional<Sensitive> decoded(JsonNode value) {
    if (value.isNull()) {
      return Optional.of(Sensitive.of(""));
    }
    try {
      // line breaks are passed over, as the API server does
      return value.isTextual()
          ? Optional.of(
              Sensitive.owning(DECODER.decode(value.textValue().replaceAll("[\r\n]", ""))))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Map<String, String> labels(JsonNode meta) {
    var labels = new HashMap<String, String>();
    meta.path("labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return labels;
  }
}
