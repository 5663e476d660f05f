package io.dodil.buildsecrets.kubernetes.client;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/// Asks the API server to leave everything but metadata out of lists and watches. Metadata can
/// carry values all the same: client-side `kubectl apply` keeps a copy of the whole Secret in an
/// annotation. That copy arrives here, and the client drops annotations while it parses.
///
/// @see <a
///   href="https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches">Metadata-only
///   fetches</a>
final class MetadataOnly implements Interceptor {

  private static final String FORMAT = "application/json;as=%s;g=meta.k8s.io;v=v1";
  private static final String LIST = FORMAT.formatted("PartialObjectMetadataList");
  private static final String ITEM = FORMAT.formatted("PartialObjectMetadata");

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var query = request.uri().getRawQuery();
    boolean watch = query != null && ("&" + query + "&").contains("&watch=true&");
    builder.setHeader("Accept", watch ? ITEM : LIST);
  }
}
