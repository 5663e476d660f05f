package io.dodil.buildsecrets.sandbox;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which path is what.
final class Routes {

  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private Routes() {}

  static Consumer<RoutesConfig> of(SandboxParts parts) {
    var save = new SaveEndpoint(parts);
    var token =
        new TokenEndpoint(
            parts.desk(), parts.accounts(), parts.faults(), parts.pause(), parts.tokenCalls());
    return routes -> {
      routes.put(SaveEndpoint.PATH, save);
      routes.post(TokenEndpoint.PATH, token);
      refuseOthers(routes, SaveEndpoint.PATH, HandlerType.PUT, 501);
      refuseOthers(routes, TokenEndpoint.PATH, HandlerType.POST, 405);
      routes.get(Jwks.PATH, new Jwks(parts.issuer()));
      new Admin(parts).routes(routes);
      Page.routes(routes);
      routes.error(404, http -> answer(http, Answer.grpc(404, "Not Found")));
      routes.exception(RuntimeException.class, Routes::unexpected);
      // Nobody is left to be told.
      routes.exception(IOException.class, (e, http) -> http.status(499));
    };
  }

  /// A gRPC gateway answers 501 where others answer 405.
  private static void refuseOthers(
      RoutesConfig routes, String path, HandlerType allowed, int status) {
    for (var method : HandlerType.commonHttp()) {
      if (!method.equals(allowed)) {
        routes.addHttpHandler(
            method, path, http -> answer(http, Answer.grpc(status, "Method Not Allowed")));
      }
    }
  }

  /// Its message may quote the request.
  private static void unexpected(RuntimeException e, Context http) {
    LOG.atError()
        .addKeyValue("reason", e.getClass().getName())
        .addKeyValue("at", e.getStackTrace()[0])
        .log("unexpected");
    answer(http, Answer.grpc(500, "the sandbox failed"));
  }

  static void answer(Context http, Answer answer) {
    http.status(answer.status());
    answer.headers().forEach(http::header);
    http.result(answer.body());
  }
}
