package io.dodil.buildsecrets.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.kubeconfig.KubeconfigContext.Item;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The kubeconfig files that the client will read, and where things stand in them. The first file
/// that says something wins, as with kubectl.
final class KubeconfigFiles {

  private final List<Document> documents;

  private KubeconfigFiles(List<Document> documents) {
    this.documents = documents;
  }

  private record Document(Path file, JsonNode content) {}

  /// Reads them. The client expands whatever aliases it finds: files that would be endless are
  /// refused here.
  static KubeconfigFiles read() throws CommandFailure {
    var documents = new ArrayList<Document>();
    for (var name : Config.getKubeconfigFilenames()) {
      var file = Path.of(name);
      if (Files.isRegularFile(file)) {
        ManifestYaml.read(file, "the kubeconfig " + file)
            .forEach(content -> documents.add(new Document(file, content)));
      }
    }
    return new KubeconfigFiles(documents);
  }

  /// The context of this name, or the current one.
  Optional<KubeconfigContext> context(Optional<String> name) {
    return name.or(this::current)
        .flatMap(n -> item("contexts", "context", n))
        .map(
            c ->
                new KubeconfigContext(
                    item("clusters", "cluster", c.content().path("cluster").asText()),
                    item("users", "user", c.content().path("user").asText())));
  }

  private Optional<String> current() {
    return documents.stream()
        .map(d -> d.content().path("current-context").asText())
        .filter(Predicate.not(String::isEmpty))
        .findFirst();
  }

  private Optional<Item> item(String list, String kind, String name) {
    return documents.stream()
        .flatMap(
            d ->
                d.content()
                    .path(list)
                    .valueStream()
                    .filter(e -> e.path("name").asText().equals(name))
                    .map(e -> new Item(d.file(), name, e.path(kind))))
        .findFirst();
  }
}
