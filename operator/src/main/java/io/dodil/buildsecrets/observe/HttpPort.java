package io.dodil.buildsecrets.observe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/// Serves GET and HEAD on a port that anybody in the cluster may connect to: one request per
/// connection, and one thread for each of a limited number of connections. When all are in use, the
/// connection that has waited longest for its request is closed in favour of the new one, so that
/// idle connections keep nobody out.
///
/// The JDK's HttpServer can't do this: its limits are system properties of the whole process, and a
/// full one closes the new connection, which may be the kubelet's. Servers such as Jetty stop
/// accepting when they are full, to the same effect. Threads are platform threads: virtual ones may
/// be what is stuck, and `/livez` has to say so.
public final class HttpPort implements AutoCloseable {

  private static final int CONNECTIONS = 32;

  /// More than the kernel grants, which is `net.core.somaxconn`: a connection that finds no place
  /// there is tried again after a second only.
  private static final int BACKLOG = 4096;

  /// How often overdue connections are looked for when there is no new one.
  private static final Duration SWEEP = Duration.ofMillis(250);

  /// After `accept` has failed, for example without a free file descriptor.
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ServerSocket server;

  /// No more than there are connections; a new one for each would take longer than to accept it.
  private final Executor threads;

  private final HttpConnection.Limits limits;
  private final Map<String, HttpHandler> handlers;
  private final Semaphore room = new Semaphore(CONNECTIONS);

  /// The oldest comes first.
  private final Queue<HttpConnection> connections = new ConcurrentLinkedQueue<>();

  private HttpPort(
      ServerSocket server,
      String name,
      HttpConnection.Limits limits,
      Map<String, HttpHandler> handlers) {
    this.server = server;
    this.threads =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    this.limits = limits;
    this.handlers = Map.copyOf(handlers);
  }

  /// Listens at once.
  ///
  /// @param address with port 0: any free one
  /// @param name of its threads
  /// @param handlers by path
  /// @throws IOException when the port is taken
  public static HttpPort listen(
      InetSocketAddress address,
      String name,
      HttpConnection.Limits limits,
      Map<String, HttpHandler> handlers)
      throws IOException {
    var server = new ServerSocket();
    server.setReuseAddress(true);
    server.setSoTimeout((int) SWEEP.toMillis());
    server.bind(address, BACKLOG);
    var listening = new HttpPort(server, name, limits, handlers);
    listening.threads.execute(listening::acceptAll);
    return listening;
  }

  public int number() {
    return server.getLocalPort();
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      accept().ifPresent(this::admit);
      long now = System.nanoTime();
      connections.forEach(c -> c.abortIfOverdue(now));
    }
  }

  private Optional<Socket> accept() {
    try {
      return Optional.of(server.accept());
    } catch (SocketTimeoutException none) {
      return Optional.empty();
    } catch (IOException e) {
      LockSupport.parkNanos(PAUSE.toNanos());
      return Optional.empty();
    }
  }

  private void admit(Socket socket) {
    var connection = new HttpConnection(socket, limits);
    if (!hasRoom()) {
      connection.abort();
      return;
    }
    connections.add(connection);
    threads.execute(
        () -> {
          try {
            connection.serve(handlers);
          } finally {
            connections.remove(connection);
            room.release();
          }
        });
  }

  /// Waits for the thread of the connection that was closed for it, which is free at once.
  private boolean hasRoom() {
    if (room.tryAcquire()) {
      return true;
    }
    if (connections.stream().noneMatch(HttpConnection::abortIfIdle)) {
      return false;
    }
    room.acquireUninterruptibly();
    return true;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // it listens no more
    }
    connections.forEach(HttpConnection::abort);
  }
}
