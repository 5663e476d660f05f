package io.dodil.buildsecrets.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dodil.buildsecrets.model.Problem.EntryFlaw;
import io.dodil.buildsecrets.model.Sensitive;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Reads one entry of a docker config. What is wrong in it stays its own flaw: others may be asked
/// for.
final class DockerEntryParser {

  private final JsonParser json;
  private final Map<DockerEntry.Field, Sensitive> fields = new EnumMap<>(DockerEntry.Field.class);

  private DockerEntryParser(JsonParser json) {
    this.json = json;
  }

  /// Reads the value that the parser is at, to its end.
  static DockerEntry read(JsonParser json, String registry) throws IOException {
    var parser = new DockerEntryParser(json);
    boolean readable = parser.readFields() && encoded(registry).isPresent();
    return readable ? DockerEntry.of(parser.fields) : new DockerEntry.Unusable(EntryFlaw.MALFORMED);
  }

  private boolean readFields() throws IOException {
    if (!json.hasToken(JsonToken.START_OBJECT)) {
      json.skipChildren();
      return json.hasToken(JsonToken.VALUE_NULL);
    }
    boolean readable = true;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var field = DockerEntry.Field.of(json.currentName());
      json.nextToken();
      if (field.isPresent()) {
        readable &= readField(field.get());
      }
      json.skipChildren();
    }
    return readable;
  }

  /// Whether a string is there; null leaves the field as it is, as in Go.
  private boolean readField(DockerEntry.Field field) throws IOException {
    if (json.hasToken(JsonToken.VALUE_NULL)) {
      return true;
    }
    var value = text();
    value.ifPresent(v -> fields.put(field, v));
    return value.isPresent();
  }

  private Optional<Sensitive> text() throws IOException {
    return json.hasToken(JsonToken.VALUE_STRING)
        ? encoded(
            CharBuffer.wrap(json.getTextCharacters(), json.getTextOffset(), json.getTextLength()))
        : Optional.empty();
  }

  /// Half a surrogate pair, which JSON can spell, is no text.
  private static Optional<Sensitive> encoded(CharSequence text) {
    try {
      var bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      var exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return Optional.of(Sensitive.of(exact));
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
