package io.dodil.buildsecrets.dodil;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real CONNECT proxy that knows one way only, whatever host is asked for, and one login, or asks
/// for none.
final class ConnectProxy implements AutoCloseable {

  final List<String> heads = new CopyOnWriteArrayList<>();
  final List<String> seen = new CopyOnWriteArrayList<>();
  volatile Optional<String> login = Optional.of("me:first-canary");
  private final ServerSocket socket;
  private final int target;
  private final Thread accepting = Thread.ofVirtual().unstarted(this::accept);

  /// Keeps the port from everybody else when nobody listens any more.
  private final Socket placeholder = new Socket();

  private ConnectProxy(ServerSocket socket, int target) {
    this.socket = socket;
    this.target = target;
  }

  static ConnectProxy to(int target) throws IOException {
    var proxy = new ConnectProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    proxy.accepting.start();
    return proxy;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        var client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client;
        var server = new Socket(InetAddress.getByName("localhost"), target)) {
      while (!isLoggedIn(head(client))) {
        reply(client, "407 Who\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0");
      }
      reply(client, "200 OK");
      var back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.interrupt();
    } catch (IOException e) {
      // one side is gone
    }
  }

  private boolean isLoggedIn(List<String> head) throws IOException {
    if (head.isEmpty()) {
      throw new IOException("gone");
    }
    seen.add(head.getFirst());
    heads.addAll(head);
    return login.map(l -> head.contains("Proxy-Authorization: Basic " + base64(l))).orElse(true);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
  }

  private static List<String> head(Socket client) throws IOException {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (int c = client.getInputStream().read(); c >= 0; c = client.getInputStream().read()) {
      line.append((char) c);
      if (line.toString().equals("\r\n")) {
        return lines;
      }
      if (c == '\n') {
        lines.add(line.toString().strip());
        line.setLength(0);
      }
    }
    return List.of();
  }

  private static void reply(Socket client, String head) throws IOException {
    client.getOutputStream().write(("HTTP/1.1 " + head + "\r\n\r\n").getBytes(US_ASCII));
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // one side is gone
    }
  }

  /// From now on connections to it are refused.
  void leave() throws IOException, InterruptedException {
    var address = socket.getLocalSocketAddress();
    socket.close();
    accepting.join();
    placeholder.setReuseAddress(true);
    placeholder.bind(address);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    placeholder.close();
  }
}
