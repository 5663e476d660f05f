package io.dodil.buildsecrets.e2e.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dodil.buildsecrets.controlplane.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// helm, as a person calls it; what it keeps on the disk it keeps in a folder of its own.
///
/// @param kubeconfig a file that isn't there: no cluster
public record Helm(Path program, Path home, Path kubeconfig) {

  public static final Path CHART = Path.of("../helm/buildsecrets-operator");
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  public static Helm four() {
    return of("helm4");
  }

  public static Helm three() {
    return of("helm3");
  }

  /// A tool that was built before the tests.
  private static Helm of(String tool) {
    try {
      var path = run(new ProcessBuilder("control-plane/tool.sh", tool)).orThrow().strip();
      var home = Files.createTempDirectory(tool);
      return new Helm(Path.of(path), home, home.resolve("no-cluster"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Helm on(Cluster cluster) {
    return on(cluster.controlPlane());
  }

  public Helm on(ControlPlane cluster) {
    return new Helm(program, home, cluster.kubeconfig());
  }

  /// What came of a call.
  public record Result(int exitCode, String output, String errors) {

    public String orThrow() {
      if (exitCode != 0) {
        throw new IllegalStateException(errors);
      }
      return output;
    }
  }

  /// The objects that the chart is rendered to, but those of an uninstallation.
  ///
  /// @param options such as `--set`, `KEY=VALUE`
  public List<JsonNode> template(String release, String namespace, String... options) {
    return render(release, namespace, options).stream().filter(o -> !isOfUninstall(o)).toList();
  }

  /// What Helm creates before it deletes a release.
  public List<JsonNode> uninstallHook(String release, String namespace, String... options) {
    return render(release, namespace, options).stream().filter(Helm::isOfUninstall).toList();
  }

  private static boolean isOfUninstall(JsonNode object) {
    return object.at("/metadata/annotations/helm.sh~1hook").asText().equals("pre-delete");
  }

  private List<JsonNode> render(String release, String namespace, String... options) {
    var arguments = new ArrayList<>(List.of("template", release, CHART.toString()));
    arguments.addAll(List.of("--namespace", namespace));
    arguments.addAll(List.of(options));
    return documents(call(arguments.toArray(String[]::new)).orThrow());
  }

  public static List<JsonNode> documents(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return documents.readAll().stream().filter(JsonNode::isObject).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Result call(String... arguments) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("HELM_"));
    environment.put("HOME", home.toString());
    environment.put("KUBECONFIG", kubeconfig.toString());
    return run(builder);
  }

  private static Result run(ProcessBuilder builder) {
    try {
      var errors = Files.createTempFile("errors", ".txt");
      var process = builder.redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      var result = new Result(process.waitFor(), output, Files.readString(errors));
      Files.delete(errors);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
