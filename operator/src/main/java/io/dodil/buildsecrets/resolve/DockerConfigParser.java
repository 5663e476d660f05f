package io.dodil.buildsecrets.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.dodil.buildsecrets.model.SecretFlaw;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads a docker config as Kubernetes does (pkg/credentialprovider): field names regardless of
/// case, the last of two equal keys wins, unknown fields are passed over. Token by token, so that
/// nesting costs no stack and no value becomes a String.
final class DockerConfigParser {

  /// Keeps nothing of what it read: no interned names, no buffers for the next one.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .build();

  private static final Pattern DOCKER_CONFIG =
      Pattern.compile("^\\s*\\{[^}]{0,1000}\"auths\"\\s*:", Pattern.CASE_INSENSITIVE);

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final JsonParser json;
  private final Map<String, DockerEntry> entries = new TreeMap<>();
  private boolean helpers;
  private boolean auths;
  private boolean wrapped;
  private boolean flat;
  private boolean otherFields;

  private DockerConfigParser(JsonParser json) {
    this.json = json;
  }

  /// What a text is.
  sealed interface Parsed {

    record Config(DockerConfig config) implements Parsed {}

    /// No docker config, or one that is of no use.
    record Unusable(SecretFlaw flaw) implements Parsed {}
  }

  /// Reads a text; an empty one is a config without entries.
  ///
  /// @param legacy the format of `.dockercfg`: entries at the top level
  static Parsed parse(CharBuffer text, boolean legacy) {
    try (var json = JSON.createParser(text.array(), text.arrayOffset(), text.remaining())) {
      var parser = new DockerConfigParser(json);
      json.nextToken();
      var flaw = legacy ? parser.readLegacy() : parser.readTop();
      if (json.nextToken() != null) {
        return new Parsed.Unusable(SecretFlaw.DOCKER_CONFIG_NOT_JSON);
      }
      return flaw.<Parsed>map(Parsed.Unusable::new)
          .orElseGet(() -> new Parsed.Config(new DockerConfig(parser.entries, parser.helpers)));
    } catch (IOException _) {
      // dropped whole: its message may quote the text
      return new Parsed.Unusable(noJson(text));
    }
  }

  private static SecretFlaw noJson(CharBuffer text) {
    if (text.charAt(0) == BYTE_ORDER_MARK) {
      return SecretFlaw.DOCKER_CONFIG_BYTE_ORDER_MARK;
    }
    var bytes = UTF_8.encode(text);
    var base64 = new byte[bytes.remaining()];
    bytes.get(base64);
    return RegistryLogin.base64(base64).filter(b -> b.length > 0 && b[0] == '{').isPresent()
        ? SecretFlaw.DOCKER_CONFIG_ENCODED_TWICE
        : SecretFlaw.DOCKER_CONFIG_NOT_JSON;
  }

  private Optional<SecretFlaw> readTop() throws IOException {
    if (isNothing()) {
      return Optional.empty();
    }
    if (json.hasToken(JsonToken.VALUE_STRING)) {
      return Optional.of(
          isDockerConfig()
              ? SecretFlaw.DOCKER_CONFIG_WRAPPED
              : SecretFlaw.DOCKER_CONFIG_NOT_AN_OBJECT);
    }
    if (!json.hasToken(JsonToken.START_OBJECT)) {
      json.skipChildren();
      return Optional.of(SecretFlaw.DOCKER_CONFIG_NOT_AN_OBJECT);
    }
    boolean objects = true;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      if (name.equalsIgnoreCase("auths")) {
        auths = true;
        objects &= readEntries();
      } else {
        readOther(name);
      }
    }
    return objects ? withoutAuths() : Optional.of(SecretFlaw.DOCKER_CONFIG_NOT_AN_OBJECT);
  }

  /// What a config without `auths` is, as far as that can be told.
  private Optional<SecretFlaw> withoutAuths() {
    if (auths || helpers) {
      return Optional.empty();
    }
    if (flat) {
      return Optional.of(SecretFlaw.DOCKER_CONFIG_FLAT);
    }
    if (wrapped) {
      return Optional.of(SecretFlaw.DOCKER_CONFIG_WRAPPED);
    }
    return otherFields ? Optional.of(SecretFlaw.DOCKER_CONFIG_WITHOUT_AUTHS) : Optional.empty();
  }

  private void readOther(String name) throws IOException {
    if (name.equalsIgnoreCase("credsStore")) {
      helpers |= hasText();
      json.skipChildren();
    } else if (name.equalsIgnoreCase("credHelpers")) {
      helpers |= readsFields();
      json.skipChildren();
    } else {
      otherFields = true;
      wrapped |= json.hasToken(JsonToken.VALUE_STRING) && isDockerConfig();
      flat |= readsLogin();
    }
  }

  private Optional<SecretFlaw> readLegacy() throws IOException {
    if (isNothing()) {
      return Optional.empty();
    }
    if (!readEntries()) {
      return Optional.of(SecretFlaw.DOCKER_CONFIG_NOT_AN_OBJECT);
    }
    return entries.keySet().stream().anyMatch("auths"::equalsIgnoreCase)
        ? Optional.of(SecretFlaw.DOCKER_CONFIG_NOT_FLAT)
        : Optional.empty();
  }

  /// Whether an object or null was there to read.
  private boolean readEntries() throws IOException {
    if (!json.hasToken(JsonToken.START_OBJECT)) {
      json.skipChildren();
      return json.hasToken(JsonToken.VALUE_NULL);
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var registry = json.currentName();
      json.nextToken();
      entries.put(registry, DockerEntryParser.read(json, registry));
    }
    return true;
  }

  /// Whether the document ends before it begins, or says null.
  private boolean isNothing() {
    return json.currentToken() == null || json.hasToken(JsonToken.VALUE_NULL);
  }

  /// Whether the text that the parser is at is a docker config itself.
  private boolean isDockerConfig() throws IOException {
    return DOCKER_CONFIG
        .matcher(
            CharBuffer.wrap(json.getTextCharacters(), json.getTextOffset(), json.getTextLength()))
        .find();
  }

  /// Reads to the object's end; whether it has a field of an entry.
  private boolean readsLogin() throws IOException {
    boolean login = false;
    boolean object = json.hasToken(JsonToken.START_OBJECT);
    while (object && json.nextToken() == JsonToken.FIELD_NAME) {
      login |= DockerEntry.Field.of(json.currentName()).isPresent();
      json.nextToken();
      json.skipChildren();
    }
    json.skipChildren();
    return login;
  }

  private boolean hasText() throws IOException {
    return json.hasToken(JsonToken.VALUE_STRING) && json.getTextLength() > 0;
  }

  /// Reads to the object's end.
  private boolean readsFields() throws IOException {
    boolean any = false;
    boolean object = json.hasToken(JsonToken.START_OBJECT);
    while (object && json.nextToken() == JsonToken.FIELD_NAME) {
      any = true;
      json.nextToken();
      json.skipChildren();
    }
    return any;
  }
}
