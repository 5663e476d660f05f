package io.dodil.buildsecrets.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// Clients of one port, good and bad ones.
public final class Clients implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final int port;
  private volatile boolean closed;

  public Clients(int port) {
    this.port = port;
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "*/*");
  }

  public CompletableFuture<HttpResponse<String>> later(String path) {
    return client.sendAsync(request(path).build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> send(String method, String path, String accept)
      throws IOException, InterruptedException {
    var request =
        request(path).method(method, BodyPublishers.noBody()).header("Accept", accept).build();
    return client.send(request, BodyHandlers.ofString());
  }

  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    return client.send(request, body);
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  /// A connection that has sent this, and reads nothing.
  public Socket sends(String text) throws IOException {
    var socket = new Socket();
    sockets.add(socket);
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return socket;
  }

  /// The same, as often as that and again whenever it is closed.
  public void keepSending(int connections, String text) {
    for (int i = 0; i < connections; i++) {
      Thread.startVirtualThread(() -> renew(text));
    }
  }

  private void renew(String text) {
    while (!closed) {
      try (var socket = sends(text)) {
        var _ = socket.getInputStream().read();
      } catch (IOException refused) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    for (var socket : sockets) {
      socket.close();
    }
    client.close();
  }
}
