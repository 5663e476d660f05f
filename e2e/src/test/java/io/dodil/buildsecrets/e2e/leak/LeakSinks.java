package io.dodil.buildsecrets.e2e.leak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.HttpServer;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.Scrape;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where people and programs look: in the cluster, at the operator's probes, in the files it left.
final class LeakSinks {

  private final Cluster cluster;
  private final Kubectl kubectl;
  private final LeakScenario scenario;

  LeakSinks(Cluster cluster, Kubectl kubectl, LeakScenario scenario) {
    this.cluster = cluster;
    this.kubectl = kubectl;
    this.scenario = scenario;
  }

  List<LeakSink> inCluster() {
    return List.of(
        kubectl(
            "resources as YAML",
            this::status,
            "get",
            "bsec",
            "-A",
            "-o",
            "yaml",
            "--show-managed-fields"),
        kubectl("resources as a table", this::status, "get", "bsec", "-A", "-o", "wide"),
        kubectl("resources described", this::status, "describe", "bsec", "-A"),
        kubectl(
            "Events as YAML",
            this::event,
            "get",
            "events.events.k8s.io",
            "-A",
            "-o",
            "yaml",
            "--show-managed-fields"),
        kubectl("Events as a table", this::event, "get", "events", "-A"),
        new LeakSink("audit log", this::audit, this::status));
  }

  private LeakSink kubectl(String name, LeakSink.Planting planting, String... arguments) {
    return new LeakSink(name, () -> kubectl.run(arguments), planting);
  }

  private String audit() throws IOException {
    return Files.readString(cluster.controlPlane().auditLog());
  }

  /// Into the sentence of the first resource, wherever it stands: all other rules still hold.
  private void status(String leak) {
    var status = scenario.scenes().getFirst().ns().status(LeakScenario.NAME);
    var ready = status.condition("Ready").orElseThrow().message();
    var sentence = ready.substring(0, ready.lastIndexOf(';'));
    var changes = new ArrayList<String>();
    for (int i = 0; i < status.conditions().size(); i++) {
      var message = status.conditions().get(i).message();
      changes.add(
          "{\"op\": \"replace\", \"path\": \"/status/conditions/%d/message\", \"value\": \"%s\"}"
              .formatted(i, quoted(message.replace(sentence, sentence + leak))));
    }
    kubectl.run(
        "patch",
        "bsec",
        LeakScenario.NAME,
        "-n",
        namespace(),
        "--subresource=status",
        "--type=json",
        "-p",
        changes.toString());
  }

  /// One for each form: a note has 1 KiB at most.
  private void event(String leak) {
    for (var part : leak.split(" ", -1)) {
      kubectl
          .call(
              """
              apiVersion: events.k8s.io/v1
              kind: Event
              metadata: {generateName: planted-, namespace: %1$s}
              eventTime: "2026-11-22T10:00:00.000000Z"
              type: Warning
              reason: Planted
              action: Planted
              reportingController: planted
              reportingInstance: planted
              regarding: {kind: Namespace, name: %1$s, namespace: %1$s}
              note: "%2$s"
              """
                  .formatted(namespace(), quoted(part)),
              "create",
              "-f",
              "-")
          .orThrow();
    }
  }

  private String namespace() {
    return scenario.scenes().getFirst().ns().namespace();
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  List<LeakSink> onTheWay() {
    var planted = new StringBuilder();
    return List.of(
        new LeakSink(
            "requests at another origin",
            () -> String.join("\n", scenario.elsewhere().requests()),
            leak -> send(scenario.elsewhere().url(), leak)),
        new LeakSink(
            "what the proxy reads", () -> scenario.seenByProxy() + planted, planted::append));
  }

  /// Answers of an operator's probes.
  static LeakSink probes(int port) {
    var urls = new CopyOnWriteArrayList<String>();
    Stream.of("/startupz", "/readyz", "/livez", "/", "/metrics/")
        .forEach(path -> urls.add("http://127.0.0.1:" + port + path));
    return new LeakSink(
        "probe answers",
        () -> urls.stream().map(LeakSinks::get).collect(Collectors.joining("\n")),
        leak -> urls.add(answering(leak)));
  }

  /// What Prometheus is told, in both formats. A leak is planted into a label of a series that is
  /// written by what writes the operator's.
  static List<LeakSink> metrics(int port) {
    return Stream.of("text/plain", "application/openmetrics-text")
        .map(
            format -> {
              var planted = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
              return new LeakSink(
                  "metrics as " + format,
                  () -> Scrape.get(port, "/metrics", format).body() + planted.scrape(format),
                  leak -> planted.gauge("buildsecrets_planted", Tags.of("reason", leak), 1));
            })
        .toList();
  }

  private static String get(String url) {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void send(String url, String body) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body)).build(),
          BodyHandlers.discarding());
    }
  }

  private static String answering(String body) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          var bytes = body.getBytes(UTF_8);
          call.sendResponseHeaders(200, bytes.length);
          call.getResponseBody().write(bytes);
          call.close();
        });
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /// In this JVM, where the operator's threads are.
  static LeakSink threadNames() {
    return new LeakSink(
        "thread names",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .collect(Collectors.joining("\n")),
        leak -> Thread.ofPlatform().daemon().name(leak).start(LockSupport::park));
  }

  /// Names and contents of all files below.
  static LeakSink files(String name, Path folder) {
    return new LeakSink(
        name, () -> contents(folder), leak -> Files.writeString(folder.resolve("planted"), leak));
  }

  private static String contents(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      var text = new StringBuilder();
      for (var file : all.filter(Files::isRegularFile).toList()) {
        text.append(file).append('\n').append(Files.readString(file, ISO_8859_1)).append('\n');
      }
      return text.toString();
    }
  }

  /// What anybody on the machine can see of a process.
  static LeakSink process(ProcessHandle process) {
    var planted = new StringBuilder();
    var proc = Path.of("/proc", Long.toString(process.pid()));
    return new LeakSink(
        "command line and environment",
        () ->
            Files.readString(proc.resolve("cmdline"))
                + Files.readString(proc.resolve("environ"))
                + planted,
        planted::append);
  }
}
