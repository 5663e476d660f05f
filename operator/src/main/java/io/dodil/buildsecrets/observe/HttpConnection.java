package io.dodil.buildsecrets.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// One connection with its one request.
public final class HttpConnection {

  private final Socket socket;
  private final Limits limits;
  private final AtomicReference<Phase> phase;

  /// @param socket was accepted just now
  HttpConnection(Socket socket, Limits limits) {
    this.socket = socket;
    this.limits = limits;
    this.phase = new AtomicReference<>(new Phase(true, deadline(limits.request())));
  }

  /// How long a client may take at most, however it spreads its bytes.
  ///
  /// @param request to send its request
  /// @param response to read the answer and to close the connection
  public record Limits(Duration request, Duration response) {}

  /// @param idle the client is waited for: its request is not complete, or it has not closed the
  ///   connection after the answer
  /// @param deadline as of [System#nanoTime]
  private record Phase(boolean idle, long deadline) {}

  private static long deadline(Duration limit) {
    return System.nanoTime() + limit.toNanos();
  }

  /// Reads the request and answers it; returns when the connection is closed.
  void serve(Map<String, HttpHandler> handlers) {
    try {
      exchange(handlers);
      socket.close();
    } catch (IOException e) {
      // the client is gone, or was too slow
    } finally {
      // does nothing to a closed one; who still reads must not take half an answer for a whole one
      abort();
    }
  }

  private void exchange(Map<String, HttpHandler> handlers) throws IOException {
    var in = socket.getInputStream();
    var request = HttpRequest.read(in);
    var waiting = phase.get();
    var answering = new Phase(false, deadline(limits.response()));
    if (!waiting.idle() || !phase.compareAndSet(waiting, answering)) {
      return;
    }
    var response = new HttpResponse(socket.getOutputStream(), request);
    answer(request, response, handlers);
    response.end();
    // a socket that is closed now would keep unread bytes in the kernel, with no limit in number
    phase.set(new Phase(true, answering.deadline()));
    socket.shutdownOutput();
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static void answer(
      HttpRequest request, HttpResponse response, Map<String, HttpHandler> handlers)
      throws IOException {
    var handler = handlers.get(request.path());
    if (request.fault() > 0) {
      response.text(request.fault(), "bad request");
    } else if (handler == null) {
      response.text(404, "not found");
    } else if (!request.isGet() && !request.isHead()) {
      response.header("Allow", "GET, HEAD");
      response.text(405, "method not allowed");
    } else {
      handler.answer(request, response);
    }
  }

  /// Closes it if its client is waited for.
  ///
  /// @return whether it did; the thread in [#serve] then ends at once
  boolean abortIfIdle() {
    var now = phase.get();
    boolean idle = now.idle() && phase.compareAndSet(now, new Phase(false, now.deadline()));
    if (idle) {
      abort();
    }
    return idle;
  }

  void abortIfOverdue(long now) {
    if (now - phase.get().deadline() > 0) {
      abort();
    }
  }

  /// Closes it with a reset: neither end keeps what was not read.
  void abort() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // it is closed
    }
  }
}
