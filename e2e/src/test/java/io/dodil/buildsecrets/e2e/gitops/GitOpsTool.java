package io.dodil.buildsecrets.e2e.gitops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.stream.StreamSupport;

/// Argo CD's Lua, Flux's health checks and kstatus, by the code they run themselves: the Go tool
/// `gitops` of the control plane.
final class GitOpsTool {

  private static final JsonMapper JSON = new JsonMapper();

  private GitOpsTool() {}

  /// What a script may use: that of an override in `argocd-cm`, or one built into Argo CD.
  enum Libraries {
    OF_ARGOCD_CM,
    ALL
  }

  /// Of kstatus, by which Flux, Helm and kpt wait.
  static ObjectNode kstatus(JsonNode object) {
    return question("kstatus", object);
  }

  /// Of a Kustomization's `healthCheckExprs`.
  static ObjectNode flux(JsonNode expressions, JsonNode object) {
    return question("flux", object).set("healthChecks", expressions);
  }

  /// What the script returns.
  static ObjectNode lua(String script, Libraries libraries, JsonNode object) {
    return question("lua", object)
        .put("script", script)
        .put("allLibraries", libraries == Libraries.ALL);
  }

  /// The merge patch that Argo CD sends for what an action returns.
  static ObjectNode action(String script, Libraries libraries, JsonNode object) {
    return lua(script, libraries, object).put("ask", "action");
  }

  private static ObjectNode question(String ask, JsonNode object) {
    return JSON.createObjectNode().put("ask", ask).set("object", object);
  }

  static JsonNode answer(ObjectNode question) {
    return answers(List.of(question)).getFirst();
  }

  /// One for each question.
  ///
  /// @throws IllegalStateException with the first error
  static List<JsonNode> answers(List<ObjectNode> questions) {
    return StreamSupport.stream(ask(questions).spliterator(), false)
        .map(GitOpsTool::result)
        .toList();
  }

  private static JsonNode result(JsonNode answer) {
    if (answer.has("error")) {
      throw new IllegalStateException(answer.get("error").textValue());
    }
    return answer.get("result");
  }

  private static JsonNode ask(List<ObjectNode> questions) {
    try {
      var tool = run(new ProcessBuilder("control-plane/tool.sh", "gitops"), new byte[0]).strip();
      return JSON.readTree(run(new ProcessBuilder(tool), JSON.writeValueAsBytes(questions)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(ProcessBuilder builder, byte[] input) throws IOException {
    var process = builder.redirectError(Redirect.INHERIT).start();
    try (var in = process.getOutputStream()) {
      in.write(input);
    }
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(builder.command() + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return output;
  }
}
