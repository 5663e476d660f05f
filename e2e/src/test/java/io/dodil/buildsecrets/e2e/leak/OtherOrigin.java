package io.dodil.buildsecrets.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Another origin, which takes whatever it is given.
final class OtherOrigin implements AutoCloseable {

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private OtherOrigin(HttpServer server) {
    this.server = server;
  }

  static OtherOrigin listening() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var elsewhere = new OtherOrigin(HttpServer.create(address, 0));
      elsewhere.server.createContext(
          "/",
          call -> {
            var body = new String(call.getRequestBody().readAllBytes(), UTF_8);
            elsewhere.requests.add(
                call.getRequestURI() + " " + call.getRequestHeaders().entrySet() + " " + body);
            call.sendResponseHeaders(200, -1);
            call.close();
          });
      elsewhere.server.start();
      return elsewhere;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Lines, headers and bodies of all.
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
