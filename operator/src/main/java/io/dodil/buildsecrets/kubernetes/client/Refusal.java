package io.dodil.buildsecrets.kubernetes.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sees the beginning of an answer on its way to the client, which tells why a call was refused
/// (403): the API server refuses to create anything in a namespace that is being deleted, too.
final class Refusal implements AsyncBody.Consumer<List<ByteBuffer>> {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// A `Status` is smaller.
  private static final int MAX_BYTES = 16 << 10;

  private final AsyncBody.Consumer<List<ByteBuffer>> client;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  Refusal(AsyncBody.Consumer<List<ByteBuffer>> client) {
    this.client = client;
  }

  @Override
  public void consume(List<ByteBuffer> buffers, AsyncBody body) throws Exception {
    for (var buffer : buffers) {
      var bytes = new byte[Math.min(buffer.remaining(), MAX_BYTES - seen.size())];
      buffer.duplicate().get(bytes);
      seen.writeBytes(bytes);
    }
    client.consume(buffers, body);
  }

  @Override
  public <U> @Nullable U unwrap(Class<U> target) {
    return target.isInstance(this) ? target.cast(this) : client.unwrap(target);
  }

  /// What a 403 counts as.
  int status() {
    try {
      for (var cause : JSON.readTree(seen.toByteArray()).at("/details/causes")) {
        if (cause.path("reason").asText().equals("NamespaceTerminating")) {
          return ClusterCallObserver.NAMESPACE_TERMINATING;
        }
      }
    } catch (IOException e) {
      // no `Status`, so it says nothing of a namespace
    }
    return HttpURLConnection.HTTP_FORBIDDEN;
  }
}
