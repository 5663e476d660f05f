package io.dodil.buildsecrets.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// The answer to a request, after which the connection is closed.
public final class HttpResponse {

  private static final int CHUNK = 8192;

  private final OutputStream out;
  private final HttpRequest request;
  private final StringBuilder headers = new StringBuilder();
  private boolean inChunks;

  HttpResponse(OutputStream out, HttpRequest request) {
    this.out = out;
    this.request = request;
  }

  /// To be called before anything is sent.
  public void header(String name, String value) {
    headers.append(name).append(": ").append(value).append("\r\n");
  }

  /// Sends one line.
  public void text(int status, String text) throws IOException {
    var bytes = (text + "\n").getBytes(UTF_8);
    header("Content-Type", "text/plain; charset=utf-8");
    header("Content-Length", Integer.toString(bytes.length));
    head(status);
    if (!request.isHead()) {
      out.write(bytes);
    }
  }

  /// Sends no body, to a HEAD.
  public void empty(int status) throws IOException {
    head(status);
  }

  /// Sends a body of unknown length while it is written. Closing it is not its end: [#end] is, so
  /// that one that failed halfway is not taken for a whole one.
  public OutputStream stream(int status) throws IOException {
    inChunks = request.chunks();
    if (inChunks) {
      header("Transfer-Encoding", "chunked");
    }
    head(status);
    return new BufferedOutputStream(new Body(), CHUNK);
  }

  private void head(int status) throws IOException {
    header("Connection", "close");
    out.write(("HTTP/1.1 " + status + " \r\n" + headers + "\r\n").getBytes(US_ASCII));
  }

  /// The answer is complete.
  void end() throws IOException {
    if (inChunks) {
      out.write("0\r\n\r\n".getBytes(US_ASCII));
    }
  }

  private final class Body extends OutputStream {

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (inChunks) {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
      }
      out.write(bytes, offset, length);
      if (inChunks) {
        out.write("\r\n".getBytes(US_ASCII));
      }
    }
  }
}
