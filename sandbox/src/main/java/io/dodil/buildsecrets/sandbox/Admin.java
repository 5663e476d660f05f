package io.dodil.buildsecrets.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the people who play with the sandbox can see and do over HTTP.
final class Admin {

  private final SandboxParts parts;

  Admin(SandboxParts parts) {
    this.parts = parts;
  }

  void routes(RoutesConfig routes) {
    routes.get("/healthz", http -> http.result("ok"));
    routes.get("/admin/state", http -> json(http, AdminState.of(parts)));
    routes.get("/admin/faults", http -> json(http, parts.faults().planned()));
    routes.post("/admin/faults", this::addFaults);
    routes.delete("/admin/faults", this::clearFaults);
    routes.post("/admin/clear", this::clear);
    routes.post("/admin/clients/{id}/revoke", this::revoke);
    routes.post("/admin/clients/{id}/rotate", this::rotate);
    routes.exception(JsonProcessingException.class, (e, http) -> bad(http, e.getOriginalMessage()));
    routes.exception(IllegalArgumentException.class, (e, http) -> bad(http, e.getMessage()));
  }

  private void addFaults(Context http) throws JsonProcessingException {
    parts.faults().add(Json.MAPPER.readValue(http.body(), FaultPlan.class));
    json(http, parts.faults().planned());
  }

  private void clearFaults(Context http) {
    var organization = http.queryParam("organization");
    if (organization == null) {
      parts.faults().clear();
    } else {
      parts.faults().clear(organization);
    }
    json(http, parts.faults().planned());
  }

  private void clear(Context http) {
    parts.clear();
    json(http, Map.of());
  }

  private void revoke(Context http) {
    parts.revoke(http.pathParam("id"));
    json(http, Map.of());
  }

  private void rotate(Context http) throws JsonProcessingException {
    var secret = Json.MAPPER.readTree(http.body()).path("secret");
    if (!isText(secret)) {
      throw new IllegalArgumentException("{\"secret\": \"...\"} is expected");
    }
    parts.accounts().rotate(http.pathParam("id"), secret.textValue());
    json(http, Map.of());
  }

  private static boolean isText(JsonNode node) {
    return node.isTextual() && !node.textValue().isEmpty();
  }

  private static void json(Context http, Object body) {
    http.header("Cache-Control", "no-store");
    Routes.answer(http, Answer.json(body, "ok"));
  }

  private static void bad(Context http, @Nullable String message) {
    Routes.answer(http, Answer.grpc(400, Objects.requireNonNullElse(message, "bad request")));
  }
}
