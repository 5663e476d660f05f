package io.dodil.buildsecrets.sandbox;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The page at `/`: three files that load nothing from elsewhere and fill in `/admin/state`.
final class Page {

  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:";

  private Page() {}

  static void routes(RoutesConfig routes) {
    serve(routes, "/", "page.html", "text/html");
    serve(routes, "/page.css", "page.css", "text/css");
    serve(routes, "/page.js", "page.js", "text/javascript");
  }

  private static void serve(RoutesConfig routes, String path, String file, String type) {
    var content = content(file);
    routes.get(path, http -> send(http, content, type));
  }

  private static void send(Context http, String content, String type) {
    http.header("Content-Security-Policy", POLICY);
    http.header("X-Content-Type-Options", "nosniff");
    http.header("Cache-Control", "no-store");
    http.contentType(type + "; charset=utf-8").result(content);
  }

  private static String content(String file) {
    try (var in = Objects.requireNonNull(Page.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
