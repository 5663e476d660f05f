package io.dodil.buildsecrets.observe;

import java.io.IOException;

/// Answers the requests for one path.
@FunctionalInterface
public interface HttpHandler {

  /// Sends the answer.
  ///
  /// @throws IOException when the client has gone, or was too slow
  void answer(HttpRequest request, HttpResponse response) throws IOException;
}
