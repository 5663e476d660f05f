package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// Counts the characters of JSON without white space, token by token. What each of them is may
/// differ by its comma.
public final class JsonSize {

  /// The largest spec that is kept and worked on. A spec with all 128 references, names of 60
  /// characters, and 20 characters for each of 1,000 `keys` and `registries` has room in it. A few
  /// hundred specs of this size, each of which may be held three times (as it is cached, as it was
  /// read, as it was saved), have room in a heap of 128 MiB.
  public static final int LARGEST_SPEC = 64 << 10;

  private static final int QUOTES = 2;
  private static final int SEPARATOR = 1;

  private long size;

  /// Of all that the parser has.
  public static long of(JsonParser json) throws IOException {
    var size = new JsonSize();
    while (json.nextToken() != null) {
      size.add(json);
    }
    return size.get();
  }

  /// Adds the parser's current token.
  public void add(JsonParser json) throws IOException {
    size += SEPARATOR + length(json);
  }

  /// So far.
  public long get() {
    return size;
  }

  private static int length(JsonParser json) throws IOException {
    var token = json.currentToken();
    return token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME
        ? json.getTextLength() + QUOTES
        : token.isScalarValue() ? json.getTextLength() : 0;
  }
}
