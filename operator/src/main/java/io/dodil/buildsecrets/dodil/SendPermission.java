package io.dodil.buildsecrets.dodil;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/// A network interceptor: runs with the connection up and nothing of the request written.
final class SendPermission implements Interceptor {

  @Override
  public Response intercept(Chain chain) throws IOException {
    var progress = CallProgress.of(chain.request());
    if (!progress.begin()) {
      throw new IOException("withheld");
    }
    var response = chain.proceed(chain.request());
    progress.answered(response);
    // OkHttp reads that of a 503 as an int, and throws for more
    return response.newBuilder().removeHeader(RetryAfter.HEADER).build();
  }
}
