package io.dodil.buildsecrets.plan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.plan.Others;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the caller may see of the cluster.
final class Cluster {

  private static final String GROUP = "apis/ignite.dodil.io/v1alpha1/";

  /// Such names exist; others don't, and must not become another path.

  private final ApiServer api;

  Cluster(ApiServer api) {
    this.api = api;
  }

  /// What came of reading an object.
  sealed interface Seen<T> {

    record Found<T>(T value) implements Seen<T> {}

    record Absent<T>() implements Seen<T> {}

    record Refused<T>() implements Seen<T> {}

    record Failed<T>() implements Seen<T> {}
  }

  Seen<SecretContent> secret(String namespace, String name) throws CommandFailure {
    if (!ResourceTree.isName(namespace) || !ResourceTree.isName(name)) {
      return new Seen.Absent<>();
    }
    var answer = api.get("api/v1/namespaces/%s/secrets/%s".formatted(namespace, name));
    return switch (answer.code()) {
      case 200 ->
          SecretTree.read(answer.body())
              .<Seen<SecretContent>>map(Seen.Found::new)
              .orElseGet(Seen.Failed::new);
      case 404 -> new Seen.Absent<>();
      case 403 -> new Seen.Refused<>();
      default -> new Seen.Failed<>();
    };
  }

  Seen<JsonNode> resource(String namespace, String name) throws CommandFailure {
    if (!ResourceTree.isName(namespace) || !ResourceTree.isName(name)) {
      return new Seen.Absent<>();
    }
    var answer = api.get(path(namespace) + "/" + name);
    return switch (answer.code()) {
      case 200 -> new Seen.Found<>(answer.body());
      case 404 -> new Seen.Absent<>();
      case 403 -> new Seen.Refused<>();
      default -> throw api.failed(answer);
    };
  }

  /// Whether it has the CRD. Everybody may ask.
  boolean serves() throws CommandFailure {
    return api.get(GROUP).isGood();
  }

  /// Tries to create the resource; nothing stays of it.
  ApiServer.Answer tryOut(String namespace, JsonNode resource) throws CommandFailure {
    return api.post(path(namespace) + "?dryRun=All&fieldValidation=Strict", resource);
  }

  Others others(String namespace) throws CommandFailure {
    var all = list(GROUP + "buildsecrets");
    if (all.isPresent()) {
      return new Others(Others.Scope.EVERYWHERE, all.get());
    }
    return list(path(namespace))
        .map(found -> new Others(Others.Scope.NAMESPACE, found))
        .orElseGet(() -> new Others(Others.Scope.NOWHERE, List.of()));
  }

  /// Empty when the caller may not.
  private Optional<List<Resource>> list(String path) throws CommandFailure {
    var found = new ArrayList<Resource>();
    var more = "";
    do {
      var answer = api.get(path + "?limit=500" + more);
      if (!answer.isGood()) {
        return Optional.empty();
      }
      for (var item : answer.body().path("items")) {
        if (ResourceTree.read(item) instanceof ResourceTree.Read.Good(var resource)) {
          found.add(resource);
        }
      }
      var next = answer.body().at("/metadata/continue").asText();
      more = next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    } while (!more.isEmpty());
    return Optional.of(found);
  }

  private static String path(String namespace) {
    return GROUP + "namespaces/" + namespace + "/buildsecrets";
  }
}
