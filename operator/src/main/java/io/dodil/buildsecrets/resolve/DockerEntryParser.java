package io.dodil.buildsecrets.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dodil.buildsecrets.model.EntryFlaw.Plain;
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
  private Optional<Plain> flaw = Optional.empty();

  private DockerEntryParser(JsonParser json) {
    this.json = json;
  }

  /// Reads the value that the parser is at, to its end.
  static DockerEntry read(JsonParser json, String registry) throws IOException {
    var parser = new DockerEntryParser(json);
    if (encoded(registry).isEmpty()) {
      parser.report(Plain.NOT_UNICODE);
    }
    parser.readFields();
    return parser
        .flaw
        .<DockerEntry>map(DockerEntry.Unusable::new)
        .orElseGet(() -> DockerEntry.of(parser.fields));
  }

  private void readFields() throws IOException {
    if (!json.hasToken(JsonToken.START_OBJECT)) {
      if (!json.hasToken(JsonToken.VALUE_NULL)) {
        report(Plain.NOT_AN_OBJECT);
      }
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var field = DockerEntry.Field.of(json.currentName());
      json.nextToken();
      if (field.isPresent()) {
        readField(field.get());
      }
      json.skipChildren();
    }
  }

  /// Null leaves the field as it is, as in Go.
  private void readField(DockerEntry.Field field) throws IOException {
    if (json.hasToken(JsonToken.VALUE_NULL)) {
      return;
    }
    if (!json.hasToken(JsonToken.VALUE_STRING)) {
      report(Plain.NOT_A_STRING);
      return;
    }
    var text =
        CharBuffer.wrap(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    encoded(text).ifPresentOrElse(v -> fields.put(field, v), () -> report(Plain.NOT_UNICODE));
  }

  /// The first one counts.
  private void report(Plain why) {
    flaw = flaw.or(() -> Optional.of(why));
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
