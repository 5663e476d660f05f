package io.dodil.buildsecrets.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A port of its own in front of another one: what breaks here breaks nobody else's connection.
public final class Relay implements AutoCloseable {

  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile int target;

  /// Bound all the time, and never listening: while connections are refused, nobody else gets the
  /// port.
  private final Socket reserved = new Socket();

  private volatile ServerSocket server;
  private volatile Thread serving;

  private Relay(int target) throws IOException {
    this.target = target;
    reserved.setReuseAddress(true);
    reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.server = listen();
    this.serving = serving(server);
  }

  public static Relay to(int target) {
    try {
      return new Relay(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return reserved.getLocalPort();
  }

  /// How many were accepted.
  public int connections() {
    return connections.get();
  }

  public void moveTo(int newTarget) {
    target = newTarget;
  }

  /// Connections are refused from now on, and those that are open break.
  public void refuse() throws IOException {
    server.close();
    for (var socket : open) {
      socket.close();
    }
    // the port is free when nobody waits at it any more
    try {
      serving.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public void accept() throws IOException {
    server = listen();
    serving = serving(server);
  }

  private ServerSocket listen() throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    return socket;
  }

  private Thread serving(ServerSocket socket) {
    return Thread.ofVirtual().start(() -> serve(socket));
  }

  private void serve(ServerSocket socket) {
    try {
      while (true) {
        var client = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void connect(Socket client) {
    try (client;
        var there = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(client);
      var back = Thread.ofVirtual().start(() -> copy(there, client));
      copy(client, there);
      back.join();
    } catch (IOException e) {
      // nobody is there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /// When one side ends, both do.
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
    refuse();
    reserved.close();
  }
}
