package io.dodil.buildsecrets.kubernetes.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Filters JSON as it arrives: what is not needed is never held. What is not JSON, such as the text
/// of an error, is handed on as it is.
final class FilteredBody implements AsyncBody.Consumer<List<ByteBuffer>> {

  /// Names that a tenant chooses are not kept for the next response.
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private final AsyncBody.Consumer<List<ByteBuffer>> next;
  private final long most;
  private final JsonParser parser;
  private final ByteArrayFeeder feeder;
  private final ByteArrayOutputStream filtered = new ByteArrayOutputStream();
  private final JsonGenerator generator;
  private final JsonFilter filter;
  private Form form = Form.UNKNOWN;
  private long held;

  private enum Form {
    UNKNOWN,
    JSON,
    OTHER
  }

  /// @param next collects what is left
  /// @param most bytes that may be left
  FilteredBody(AsyncBody.Consumer<List<ByteBuffer>> next, Needed needed, long most) {
    this.next = next;
    this.most = most;
    try {
      this.parser = JSON.createNonBlockingByteArrayParser();
      this.generator = JSON.createGenerator(filtered);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    this.feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    this.filter = new JsonFilter(generator, needed);
  }

  @Override
  public void consume(List<ByteBuffer> chunks, AsyncBody body) throws Exception {
    if (form == Form.UNKNOWN) {
      form = form(chunks);
    }
    var left = form == Form.JSON ? List.of(filter(chunks)) : chunks;
    held += left.stream().mapToLong(ByteBuffer::remaining).sum();
    if (held > most) {
      throw new IOException("a response of the Kubernetes API is too large");
    }
    next.consume(left, body);
  }

  private static Form form(List<ByteBuffer> chunks) {
    return chunks.stream()
        .filter(ByteBuffer::hasRemaining)
        .findFirst()
        .map(chunk -> chunk.get(chunk.position()) == '{' ? Form.JSON : Form.OTHER)
        .orElse(Form.UNKNOWN);
  }

  private ByteBuffer filter(List<ByteBuffer> chunks) throws IOException {
    for (var chunk : chunks) {
      int start = chunk.arrayOffset() + chunk.position();
      feeder.feedInput(chunk.array(), start, start + chunk.remaining());
      for (var token = parser.nextToken();
          token != null && token != JsonToken.NOT_AVAILABLE;
          token = parser.nextToken()) {
        filter.copy(parser);
      }
    }
    generator.flush();
    var left = ByteBuffer.wrap(filtered.toByteArray());
    filtered.reset();
    return left;
  }
}
