package io.dodil.buildsecrets.kubernetes.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.kubernetes.client.Needed.Bounded;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies JSON token by token and leaves out what is not needed. It holds no more than one bounded
/// object at a time, whatever the length of the JSON.
final class JsonFilter {

  private final JsonGenerator to;
  private final Deque<Needed> open = new ArrayDeque<>();
  private Needed next;
  private int skipped;
  private @Nullable BoundedCopy bounded;

  /// @param to is written to, and not closed
  JsonFilter(JsonGenerator to, Needed needed) {
    this.to = to;
    this.next = needed;
  }

  /// Copies the current token.
  void copy(JsonParser from) throws IOException {
    var token = from.currentToken();
    if (skipped > 0 || isSkipped(from, token)) {
      if (skipped == 0 && next instanceof Needed.Text) {
        to.writeNull();
      }
      skipped += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } else if (bounded != null) {
      inBounded(bounded, from, token);
    } else if (token.isStructStart()) {
      start(from, token);
    } else if (token.isStructEnd()) {
      open.pop();
      to.copyCurrentEvent(from);
    } else {
      if (token == JsonToken.FIELD_NAME) {
        next = open.getFirst().field(from.currentName());
        if (next instanceof Needed.Nothing) {
          return;
        }
      }
      to.copyCurrentEvent(from);
    }
    if (token != JsonToken.FIELD_NAME && !open.isEmpty()) {
      // as long as no field's name comes, it is one more of a list
      next = open.getFirst();
    }
  }

  private boolean isSkipped(JsonParser from, JsonToken token) throws IOException {
    boolean isValue = token.isScalarValue() || token.isStructStart();
    return isValue
        && bounded == null
        && (next instanceof Needed.Nothing
            || (next instanceof Needed.Text(int longest)
                && !(token == JsonToken.VALUE_STRING && from.getTextLength() <= longest)));
  }

  private void start(JsonParser from, JsonToken token) throws IOException {
    if (!(next instanceof Bounded limits)) {
      open.push(next);
    } else if (token == JsonToken.START_OBJECT) {
      bounded = new BoundedCopy(limits, from);
    } else {
      // not what the schema says: of use to nobody
      open.push(new Needed.Nothing());
    }
    to.copyCurrentEvent(from);
  }

  private void inBounded(BoundedCopy copy, JsonParser from, JsonToken token) throws IOException {
    if (!copy.add(from, token)) {
      bounded = null;
      copy.end(to);
    }
  }

  /// An object that is written when it is known whether it is too large.
  private static final class BoundedCopy {

    private final Bounded limits;
    private final JsonSize size = new JsonSize();
    private final Map<String, TokenBuffer> fields = new LinkedHashMap<>();
    private @Nullable TokenBuffer field;
    private int depth;

    BoundedCopy(Bounded limits, JsonParser start) throws IOException {
      this.limits = limits;
      size.add(start);
    }

    /// Returns false at the object's end.
    boolean add(JsonParser from, JsonToken token) throws IOException {
      size.add(from);
      if (depth == 0 && token.isStructEnd()) {
        return false;
      }
      if (depth == 0 && token == JsonToken.FIELD_NAME) {
        begin(from.currentName());
      } else {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (field != null) {
          field.copyCurrentEvent(from);
        }
      }
      bound();
      return true;
    }

    private void bound() {
      if (isTooLarge()) {
        fields.keySet().retainAll(limits.essential());
        field = fields.containsValue(field) ? field : null;
      }
    }

    private void begin(String name) {
      field = null;
      if (!isTooLarge() || limits.essential().contains(name)) {
        field = new TokenBuffer(null, false);
        fields.put(name, field);
      }
    }

    private boolean isTooLarge() {
      return size.get() > limits.longest();
    }

    void end(JsonGenerator to) throws IOException {
      bound();
      for (var entry : fields.entrySet()) {
        to.writeFieldName(entry.getKey());
        entry.getValue().serialize(to);
      }
      to.writeEndObject();
      if (isTooLarge() && !limits.mark().isEmpty()) {
        to.writeBooleanField(limits.mark(), true);
      }
    }
  }
}
