package io.dodil.buildsecrets.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request body as protobuf's JSON mapping reads it: `null` is absent, everything unknown or of
/// another type is refused. No message quotes a value.
final class SaveRequest {

  static final class Invalid extends Exception {
    private final String reason;

    Invalid(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private SaveRequest() {}

  static Holdings parse(byte[] body) throws Invalid {
    Map<String, String> registries = Map.of();
    Map<String, String> secrets = Map.of();
    Optional<GitCredentials> git = Optional.empty();
    for (var group : object(tree(body), "SaveBuildSecretsRequest").properties()) {
      var name = group.getKey();
      switch (name) {
        case "registryCredentials" -> registries = auths(strings(group.getValue(), name));
        case "gitCredentials" -> git = git(strings(group.getValue(), name));
        case "buildSecrets" -> secrets = strings(group.getValue(), name);
        default -> throw new Invalid("unknown field \"" + name + "\"");
      }
    }
    return new Holdings(registries, git, secrets);
  }

  private static JsonNode tree(byte[] body) throws Invalid {
    try {
      // Jackson alone would take UTF-16 too.
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return Json.MAPPER.readTree(text);
    } catch (CharacterCodingException e) {
      throw new Invalid("invalid UTF-8");
    } catch (JsonProcessingException e) {
      throw new Invalid("syntax error in JSON" + (e.getLocation() == null ? "" : place(e)));
    }
  }

  private static String place(JsonProcessingException e) {
    var at = e.getLocation();
    return " (line %d:%d)".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static JsonNode object(JsonNode node, String name) throws Invalid {
    if (node.isObject()) {
      return node;
    }
    throw new Invalid(name + " must be an object, not " + kind(node));
  }

  private static Map<String, String> strings(JsonNode node, String group) throws Invalid {
    var strings = new TreeMap<String, String>();
    if (node.isNull()) {
      return strings;
    }
    for (var entry : object(node, group).properties()) {
      if (!entry.getValue().isTextual()) {
        var kind = kind(entry.getValue());
        throw new Invalid(group + "." + entry.getKey() + " must be a string, not " + kind);
      }
      strings.put(entry.getKey(), entry.getValue().textValue());
    }
    return strings;
  }

  private static String kind(JsonNode node) {
    return node.getNodeType() == JsonNodeType.MISSING ? "nothing" : node.getNodeType().name();
  }

  private static Map<String, String> auths(Map<String, String> registries) throws Invalid {
    for (var entry : registries.entrySet()) {
      if (!isAuth(entry.getValue())) {
        throw new Invalid(
            "registryCredentials." + entry.getKey() + " is not the base64 of user:token");
      }
    }
    return registries;
  }

  private static boolean isAuth(String value) {
    try {
      var colon =
          new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).indexOf(':');
      return colon > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<GitCredentials> git(Map<String, String> fields) throws Invalid {
    for (var name : fields.keySet()) {
      if (!name.equals("username") && !name.equals("password")) {
        throw new Invalid("unknown field \"gitCredentials." + name + "\"");
      }
    }
    var git =
        new GitCredentials(
            fields.getOrDefault("username", ""), fields.getOrDefault("password", ""));
    return git.username().isEmpty() && git.password().isEmpty()
        ? Optional.empty()
        : Optional.of(git);
  }
}
