package io.dodil.buildsecrets.sandbox;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;

/// Carries replies out.
final class ReplyWriter {

  private static final Duration AS_GOOD_AS_FOREVER = Duration.ofMinutes(10);
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(50);

  private final Pause pause;

  ReplyWriter(Pause pause) {
    this.pause = pause;
  }

  void send(Reply reply, Context http) throws IOException {
    switch (reply) {
      case Reply.Send(var answer, var delay) -> {
        if (delay.isZero() || pause.during(delay)) {
          http.status(answer.status());
          answer.headers().forEach(http::header);
          http.result(answer.body());
        } else {
          reset(http);
        }
      }
      case Reply.Flood flood -> flood(flood, http);
      case Reply.Hang() -> {
        pause.during(AS_GOOD_AS_FOREVER);
        reset(http);
      }
      case Reply.Reset() -> reset(http);
    }
  }

  private void flood(Reply.Flood flood, Context http) throws IOException {
    var response = http.res();
    response.setStatus(flood.status());
    response.setContentType("application/json");
    if (flood.gzip()) {
      response.setHeader("Content-Encoding", "gzip");
    }
    var plain = response.getOutputStream();
    var out = flood.gzip() ? new GZIPOutputStream(plain) : plain;
    out.write("{\"success\":true,\"padding\":\"".getBytes(StandardCharsets.UTF_8));
    pad(flood, out);
    out.write("\"}".getBytes(StandardCharsets.UTF_8));
    out.close();
  }

  private void pad(Reply.Flood flood, OutputStream out) throws IOException {
    var chunk = "a".repeat(flood.trickle() ? 1 : 1 << 16).getBytes(StandardCharsets.UTF_8);
    for (long left = flood.bytes(); left > 0; left -= chunk.length) {
      out.write(chunk, 0, (int) Math.min(left, chunk.length));
      if (flood.trickle()) {
        out.flush();
        if (!pause.during(BETWEEN_BYTES)) {
          return;
        }
      }
    }
  }

  /// Breaks the TCP connection without a word of TLS or HTTP.
  private static void reset(Context http) throws IOException {
    var request = ServletContextRequest.getServletContextRequest(http.req());
    EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
    if (end instanceof SslConnection.SslEndPoint ssl) {
      end = ssl.getSslConnection().getEndPoint();
    }
    if (end.getTransport() instanceof NetworkChannel channel) {
      // Not lingering makes the close an RST.
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    }
    end.close();
  }
}
