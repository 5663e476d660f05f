package io.dodil.buildsecrets.e2e.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real CONNECT proxy (RFC 9110, 9.3.6) that leads everybody to one port, and remembers all it
/// could read: the heads of requests, and the first byte of what goes through its tunnels.
public final class TunnelProxy implements AutoCloseable {

  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Integer> firstBytes = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final int target;
  private volatile String login;

  private TunnelProxy(int target, String login) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    this.login = login;
  }

  public static TunnelProxy to(int target, String login) throws IOException {
    var proxy = new TunnelProxy(target, login);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public int port() {
    return server.getLocalPort();
  }

  /// Asks for that login from now on.
  ///
  /// @param newLogin empty: none is asked for
  public void demand(String newLogin) {
    login = newLogin;
  }

  /// Every line of every request.
  public List<String> heads() {
    return List.copyOf(heads);
  }

  public List<Integer> firstBytes() {
    return List.copyOf(firstBytes);
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      while (!isLoggedIn(head(client))) {
        reply(client, "407 Who\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0");
      }
      try (var there = new Socket(InetAddress.getLoopbackAddress(), target)) {
        reply(client, "200 OK");
        Thread.ofVirtual().start(() -> copy(there, client));
        int first = client.getInputStream().read();
        firstBytes.add(first);
        there.getOutputStream().write(first);
        copy(client, there);
      }
    } catch (IOException e) {
      // one side is gone
    }
  }

  private boolean isLoggedIn(List<String> head) throws IOException {
    if (head.isEmpty()) {
      throw new IOException("gone");
    }
    heads.addAll(head);
    var basic = Base64.getEncoder().encodeToString(login.getBytes(US_ASCII));
    return login.isEmpty() || head.contains("Proxy-Authorization: Basic " + basic);
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
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one side is gone
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
