package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.model.Sensitive;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/// A body that OkHttp may write once. It repeats no request on its own that has one: else it would
/// after a 503 with `Retry-After: 0`, a 421, and a 407 from behind a proxy.
final class OneShotBody extends RequestBody {

  static final MediaType JSON = MediaType.get("application/json");
  static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

  private final MediaType type;
  private final Sensitive content;

  OneShotBody(MediaType type, Sensitive content) {
    this.type = type;
    this.content = content;
  }

  @Override
  public MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return content.size();
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    content.revealTo(sink.outputStream());
  }
}
