package io.dodil.buildsecrets.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.internal.ws.RealWebSocket;
import org.jspecify.annotations.Nullable;

/// The objects of one kind, what happened to them, and who watches.
final class ObjectStore {

  private final String apiVersion;
  private final String kind;
  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final List<Change> history = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private long version = 100;
  private long forgotten;

  ObjectStore(String apiVersion, String kind) {
    this.apiVersion = apiVersion;
    this.kind = kind;
  }

  private record Change(long version, String type, ObjectNode object) {}

  private record Watcher(WebSocket socket, boolean metadataOnly) {

    /// The server's side of a WebSocket has no call that could be cancelled.
    void cut() {
      ((RealWebSocket) socket).failWebSocket(new IOException("cut"), null, false);
    }

    void tell(String type, ObjectNode object) {
      var event = JsonNodeFactory.instance.objectNode().put("type", type);
      event.set("object", metadataOnly ? metadata(object) : object);
      socket.send(event.toString());
    }
  }

  synchronized ObjectNode put(ObjectNode object, boolean seen) {
    var meta = object.withObjectProperty("metadata");
    var name = meta.path("name").asText();
    var old = objects.get(name);
    meta.put("namespace", "ci").put("resourceVersion", String.valueOf(++version));
    if (!meta.has("uid")) {
      meta.put("uid", "uid-" + name);
    }
    if (!meta.has("creationTimestamp")) {
      meta.put("creationTimestamp", "2026-11-22T10:00:00Z");
    }
    if (!meta.has("generation")) {
      meta.put("generation", 1);
    }
    if (old != null && old.has("status") && !object.has("status")) {
      object.set("status", old.get("status"));
    }
    objects.put(name, object);
    changed(old == null ? "ADDED" : "MODIFIED", object, seen);
    return object;
  }

  synchronized void delete(String name) {
    var gone = Objects.requireNonNull(objects.remove(name)).deepCopy();
    gone.withObjectProperty("metadata").put("resourceVersion", String.valueOf(++version));
    changed("DELETED", gone, true);
  }

  private void changed(String type, ObjectNode object, boolean seen) {
    var copy = object.deepCopy();
    history.add(new Change(version, type, copy));
    if (seen) {
      watchers.forEach(w -> w.tell(type, copy));
    }
  }

  /// Raw, to all who watch.
  synchronized void say(String message) {
    watchers.forEach(w -> w.socket().send(message));
  }

  /// Tells the current version and nothing else.
  synchronized void bookmark() {
    var mark = JsonNodeFactory.instance.objectNode().put("apiVersion", apiVersion);
    mark.put("kind", kind);
    mark.withObjectProperty("metadata")
        .put("resourceVersion", String.valueOf(++version))
        .putNull("creationTimestamp");
    watchers.forEach(w -> w.tell("BOOKMARK", mark));
  }

  /// Breaks the connections of all who watch.
  synchronized void cut() {
    watchers.forEach(Watcher::cut);
    watchers.clear();
  }

  /// Forgets what happened: who asks for it is told 410.
  synchronized void compact() {
    forgotten = version;
    history.clear();
  }

  /// Ends the watches by an error event.
  synchronized void gone() {
    compact();
    watchers.forEach(w -> w.socket().send(GONE));
    watchers.clear();
  }

  synchronized int watchers() {
    return watchers.size();
  }

  synchronized ObjectNode object(String name) {
    return Objects.requireNonNull(objects.get(name), name).deepCopy();
  }

  /// Empty when there is none.
  synchronized Optional<ObjectNode> find(String name) {
    return Optional.ofNullable(objects.get(name)).map(ObjectNode::deepCopy);
  }

  synchronized MockResponse list(boolean metadataOnly) {
    var list = JsonNodeFactory.instance.objectNode();
    list.put("apiVersion", metadataOnly ? "meta.k8s.io/v1" : apiVersion);
    list.put("kind", metadataOnly ? "PartialObjectMetadataList" : kind + "List");
    list.withObjectProperty("metadata").put("resourceVersion", String.valueOf(version));
    var items = list.putArray("items");
    objects.values().forEach(o -> items.add(metadataOnly ? metadata(o) : o));
    return Answers.json(list.toString());
  }

  synchronized MockResponse get(String name) {
    var found = objects.get(name);
    return found == null ? Answers.status(404) : Answers.json(found.toString());
  }

  /// Server-side apply, of one manager who owns all of it.
  synchronized MockResponse status(String name, ObjectNode patch) {
    var found = objects.get(name);
    if (found == null) {
      return Answers.status(404);
    }
    if (!patch.path("status").equals(found.path("status"))) {
      var next = found.deepCopy();
      next.withObjectProperty("metadata").put("resourceVersion", String.valueOf(++version));
      next.set("status", patch.path("status"));
      objects.put(name, next);
      changed("MODIFIED", next, true);
    }
    return get(name);
  }

  MockResponse watch(@Nullable String since, boolean metadataOnly) {
    return new MockResponse.Builder()
        .webSocketUpgrade(
            new WebSocketListener() {
              @Override
              public void onOpen(WebSocket socket, Response response) {
                begin(new Watcher(socket, metadataOnly), since == null ? 0 : Long.parseLong(since));
              }

              @Override
              public void onClosing(WebSocket socket, int code, String reason) {
                socket.close(code, reason);
              }
            })
        .build();
  }

  private synchronized void begin(Watcher watcher, long since) {
    if (since < forgotten) {
      watcher.socket().send(GONE);
      return;
    }
    history.stream()
        .filter(c -> c.version() > since)
        .forEach(c -> watcher.tell(c.type(), c.object()));
    watchers.add(watcher);
  }

  private static ObjectNode metadata(ObjectNode object) {
    var partial = JsonNodeFactory.instance.objectNode();
    partial.put("apiVersion", "meta.k8s.io/v1").put("kind", "PartialObjectMetadata");
    partial.set("metadata", object.get("metadata"));
    return partial;
  }

  private static final String GONE =
      """
      {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "metadata": {},
       "status": "Failure", "message": "too old resource version: 1 (2)", "reason": "Expired",
       "code": 410}}
      """;
}
