package io.dodil.buildsecrets.observe;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The head of a request (RFC 9112); a body is not read.
///
/// @param fault 0, or the status with which it is refused
/// @param path without a query
/// @param chunks whether the client understands a body in chunks: HTTP/1.1
/// @param headers by name in lower case
public record HttpRequest(
    int fault, String method, String path, boolean chunks, Map<String, String> headers) {

  /// In bytes.
  static final int MAX_SIZE = 8192;

  private static final int BUFFER = 512;
  private static final String END = "\r\n\r\n";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([A-Z]+) (/[!->@-~]*)(?:\\?[!-~]*)? HTTP/1\\.([01])");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~]*)");

  /// Returns when its last byte is there.
  ///
  /// @throws IOException when the connection ends before
  static HttpRequest read(InputStream in) throws IOException {
    var bytes = new BufferedInputStream(in, BUFFER);
    var head = new StringBuilder();
    while (head.indexOf(END, Math.max(0, head.length() - END.length())) < 0) {
      int next = bytes.read();
      if (next < 0) {
        throw new EOFException();
      }
      if (head.length() == MAX_SIZE) {
        return refused(431);
      }
      head.append((char) next);
    }
    return parse(head.toString().lines().filter(line -> !line.isEmpty()).toList());
  }

  private static HttpRequest parse(List<String> lines) {
    var line = REQUEST_LINE.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!line.matches()) {
      return refused(400);
    }
    var headers = new HashMap<String, String>();
    for (var text : lines.subList(1, lines.size())) {
      var header = HEADER.matcher(text);
      if (!header.matches()) {
        return refused(400);
      }
      headers.merge(
          header.group(1).toLowerCase(Locale.ROOT), header.group(2), (a, b) -> a + "," + b);
    }
    return new HttpRequest(
        0, line.group(1), line.group(2), line.group(3).equals("1"), Map.copyOf(headers));
  }

  private static HttpRequest refused(int status) {
    return new HttpRequest(status, "", "", false, Map.of());
  }

  boolean isGet() {
    return method.equals("GET");
  }

  public boolean isHead() {
    return method.equals("HEAD");
  }

  /// In lower case; empty when there is none.
  public String header(String name) {
    return headers.getOrDefault(name, "").toLowerCase(Locale.ROOT);
  }
}
