package io.dodil.buildsecrets.kubernetes;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/// An API server that holds BuildSecrets and Secrets, and answers amiss on command.
public final class ApiServer extends Dispatcher {

  static final String RESOURCE_LIST = "list buildsecrets";
  static final String RESOURCE_WATCH = "watch buildsecrets";
  static final String SECRET_LIST = "list secrets";
  static final String SECRET_WATCH = "watch secrets";
  public static final String SECRET_READ = "get secrets";
  static final String STATUS_WRITE = "patch status";

  // prints each connection that a test breaks
  private static final Logger NOISE = Logger.getLogger(MockWebServer.class.getName());

  static {
    NOISE.setLevel(Level.OFF);
  }

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern PATH =
      Pattern.compile(
          "(/api/v1|/apis/ignite.dodil.io/v1alpha1)(?:/namespaces/(?<namespace>[^/]+))?"
              + "/(?<kind>secrets|buildsecrets)(?:/(?<name>[^/]+)(?<status>/status)?)?");

  final ObjectStore resources = new ObjectStore("ignite.dodil.io/v1alpha1", "BuildSecrets");
  final ObjectStore secrets = new ObjectStore("v1", "Secret");

  private final MockWebServer server = new MockWebServer();
  private final Map<String, Queue<MockResponse>> faults = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /// A call and when it came.
  record Call(String what, long nanos) {}

  public static ApiServer started() {
    var api = new ApiServer();
    api.server.setDispatcher(api);
    try {
      api.server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return api;
  }

  public String url() {
    return "http://localhost:" + server.getPort();
  }

  /// The next calls of that kind are answered so, one each.
  public void next(String call, MockResponse... answers) {
    faults.computeIfAbsent(call, _ -> new ConcurrentLinkedQueue<>()).addAll(List.of(answers));
  }

  int count(String call) {
    return (int) calls.stream().filter(c -> c.what().equals(call)).count();
  }

  List<Call> calls(String call) {
    return calls.stream().filter(c -> c.what().equals(call)).toList();
  }

  /// Creates or replaces what the YAML says, in namespace ci; others are told at once.
  public ObjectNode apply(String yaml) {
    return put(yaml, true);
  }

  /// As when it happens while nobody watches.
  ObjectNode applyUnseen(String yaml) {
    return put(yaml, false);
  }

  private ObjectNode put(String yaml, boolean seen) {
    try {
      var object = (ObjectNode) YAML.readTree(yaml);
      var store = object.path("kind").asText().equals("Secret") ? secrets : resources;
      return store.put(object, seen);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    var path = PATH.matcher(request.getUrl().encodedPath());
    if (!path.matches()) {
      return Answers.status(404);
    }
    boolean watch = "true".equals(request.getUrl().queryParameter("watch"));
    var call = call(request.getMethod(), path, watch);
    calls.add(new Call(call, System.nanoTime()));
    var amiss = faults.getOrDefault(call, new ConcurrentLinkedQueue<>()).poll();
    if (amiss != null) {
      return amiss;
    }
    var store = path.group("kind").equals("secrets") ? secrets : resources;
    if (path.group("name") == null) {
      var accept = request.getHeaders().get("Accept");
      boolean metadataOnly = accept != null && accept.contains("PartialObjectMetadata");
      return watch
          ? store.watch(request.getUrl().queryParameter("resourceVersion"), metadataOnly)
          : store.list(metadataOnly);
    }
    var name = path.group("name");
    return path.group("status") == null ? store.get(name) : store.status(name, body(request));
  }

  private static String call(String method, Matcher path, boolean watch) {
    if (path.group("status") != null) {
      return STATUS_WRITE;
    }
    var verb = path.group("name") != null ? "get" : watch ? "watch" : "list";
    return (method.equals("GET") ? verb : method) + " " + path.group("kind");
  }

  private static ObjectNode body(RecordedRequest request) {
    try {
      return (ObjectNode) YAML.readTree(requireNonNull(request.getBody()).utf8());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    resources.cut();
    secrets.cut();
    server.close();
  }
}
