package io.dodil.buildsecrets.resolve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  private final JsonParser json;
  private final Map<String, DockerEntry> entries = new TreeMap<>();
  private boolean helpers;

  private DockerConfigParser(JsonParser json) {
    this.json = json;
  }

  /// Empty where the text isn't a docker config.
  ///
  /// @param legacy the format of `.dockercfg`: entries at the top level
  static Optional<DockerConfig> parse(CharBuffer text, boolean legacy) {
    try (var json = JSON.createParser(text.array(), text.arrayOffset(), text.remaining())) {
      var parser = new DockerConfigParser(json);
      json.nextToken();
      if (legacy) {
        parser.readEntries();
      } else {
        parser.readTop();
      }
      return json.nextToken() == null
          ? Optional.of(new DockerConfig(parser.entries, parser.helpers))
          : Optional.empty();
    } catch (IOException _) {
      // dropped whole: its message may quote the text
      return Optional.empty();
    }
  }

  private void readTop() throws IOException {
    if (isNull()) {
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      if (name.equalsIgnoreCase("auths")) {
        readEntries();
      } else {
        helpers |= name.equalsIgnoreCase("credsStore") && hasText();
        helpers |= name.equalsIgnoreCase("credHelpers") && readsFields();
        json.skipChildren();
      }
    }
  }

  private void readEntries() throws IOException {
    if (isNull()) {
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var registry = json.currentName();
      json.nextToken();
      entries.put(registry, DockerEntryParser.read(json, registry));
    }
  }

  /// Null is an empty object; anything else but an object ends the reading.
  private boolean isNull() throws IOException {
    if (!json.hasToken(JsonToken.VALUE_NULL) && !json.hasToken(JsonToken.START_OBJECT)) {
      throw new JsonParseException(json, "not an object");
    }
    return json.hasToken(JsonToken.VALUE_NULL);
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
