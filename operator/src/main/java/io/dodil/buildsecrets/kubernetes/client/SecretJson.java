package io.dodil.buildsecrets.kubernetes.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Secret as the API server writes it. What is not needed is passed over: annotations may hold
/// the values once more. No value becomes a String on the way.
final class SecretJson {

  private static final byte[] EMPTY = {};

  private final Map<String, String> metadata = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, Sensitive> data = new HashMap<>();
  private String type = "Opaque";

  private SecretJson() {}

  /// @throws IOException also when it ends early
  static SecretContent read(InputStream stream) throws IOException {
    var secret = new SecretJson();
    try (var json = json().createParser(stream)) {
      json.nextToken();
      each(json, secret::field);
    }
    return new SecretContent(
        secret.meta("name"),
        secret.meta("uid"),
        secret.meta("resourceVersion"),
        secret.type,
        secret.labels,
        secret.data);
  }

  /// Of its own for each Secret: buffers and names of keys are not kept for the next one. To forbid
  /// that it keeps names would make it decode all bytes to characters first.
  private static JsonFactory json() {
    return JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();
  }

  private interface FieldReader {
    void read(String name, JsonParser json) throws IOException;
  }

  private static void each(JsonParser json, FieldReader field) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      field.read(name, json);
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new EOFException();
    }
  }

  private void field(String name, JsonParser json) throws IOException {
    switch (name) {
      case "type" -> type = json.getValueAsString(type);
      case "metadata" -> each(json, this::metadata);
      case "data" -> each(json, (key, value) -> data.put(key, Sensitive.owning(bytes(value))));
      default -> json.skipChildren();
    }
  }

  private void metadata(String name, JsonParser json) throws IOException {
    switch (name) {
      case "name", "uid", "resourceVersion" -> metadata.put(name, json.getText());
      case "labels" -> each(json, (key, value) -> labels.put(key, value.getText()));
      default -> json.skipChildren();
    }
  }

  private static byte[] bytes(JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_NULL ? EMPTY : json.getBinaryValue();
  }

  private String meta(String name) throws IOException {
    @Nullable String value = metadata.get(name);
    if (value == null) {
      throw new EOFException();
    }
    return value;
  }
}
