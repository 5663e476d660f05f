package io.dodil.buildsecrets.kubernetes.client;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// At the start: waits until the API server can be reached, serves BuildSecrets and lets this
/// process see them. An operator is often installed before its CRD or its rights.
public final class ServedCheck {

  private static final Logger log = LoggerFactory.getLogger(ServedCheck.class);

  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final Optional<String> namespace;

  /// @param namespaces that are watched; empty: all
  public ServedCheck(KubernetesClient client, Set<String> namespaces) {
    this.client = client;
    this.namespace = namespaces.stream().sorted().findFirst();
  }

  /// Returns when the watches can begin. Says what is in the way once, not at each try.
  public void await() throws InterruptedException {
    var said = Optional.<String>empty();
    for (var obstacle = obstacle(); obstacle.isPresent(); obstacle = obstacle()) {
      if (!obstacle.equals(said)) {
        log.atWarn().log("waiting: {}", obstacle.get());
        said = obstacle;
      }
      Thread.sleep(BETWEEN);
    }
    if (said.isPresent()) {
      log.info("goes on: BuildSecrets are served");
    }
  }

  private Optional<String> obstacle() {
    var one = new ListOptionsBuilder().withLimit(1L).build();
    var resources = client.resources(BuildSecrets.class);
    try {
      var _ =
          namespace.isPresent()
              ? resources.inNamespace(namespace.get()).list(one)
              : resources.inAnyNamespace().list(one);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(sentence(e.getCode()));
    }
  }

  private static String sentence(int status) {
    return switch (status) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "the CRD buildsecrets.ignite.dodil.io is not installed";
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "the Kubernetes API does not accept this process' credentials (401)";
      case HttpURLConnection.HTTP_FORBIDDEN -> "no right to list buildsecrets (403)";
      case 0, -1 -> "the Kubernetes API can't be reached";
      default -> "the Kubernetes API answered " + status;
    };
  }
}
