package io.dodil.buildsecrets.kubernetes.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;

/// Takes out of each response what nobody needs, while it arrives: 500 annotations or lists of a
/// megabyte each would not fit into the memory. Of a watch each event is filtered when it is read.
final class FilteredResponses implements Interceptor {

  private static final Pattern BUILD_SECRETS =
      Pattern.compile(
          "/apis/ignite\\.dodil\\.io/[^/]+/(?:namespaces/[^/]+/)?buildsecrets(?:/.*)?$");
  private static final Pattern SECRETS = Pattern.compile("/api/v1/(?:namespaces/[^/]+/)?secrets$");
  private static final Pattern WATCH = Pattern.compile("(?:.*&)?watch=true(?:&.*)?");

  private final Pattern path;
  private final Needed read;
  private final Needed written;

  private FilteredResponses(Pattern path, Needed read, Needed written) {
    this.path = path;
    this.read = read;
    this.written = written;
  }

  static FilteredResponses ofBuildSecrets() {
    return new FilteredResponses(
        BUILD_SECRETS, NeededResources.BUILD_SECRETS, NeededResources.WRITTEN);
  }

  static FilteredResponses ofSecrets(Needed secrets) {
    return new FilteredResponses(SECRETS, secrets, secrets);
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return path.matcher(request.uri().getPath()).find() && !isWatch(request)
        ? new FilteredBody(
            consumer, request.method().equals("GET") ? read : written, NeededResources.MOST_HELD)
        : consumer;
  }

  private static boolean isWatch(HttpRequest request) {
    var query = request.uri().getQuery();
    return query != null && WATCH.matcher(query).matches();
  }
}
