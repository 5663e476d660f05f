package io.dodil.buildsecrets.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.kubernetes.Answers;
import io.dodil.buildsecrets.kubernetes.ApiServer;
import io.dodil.buildsecrets.kubernetes.ShellFixture;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.resolve.SecretRead;
import io.dodil.buildsecrets.sync.LiveState.ResourceRead;
import io.dodil.buildsecrets.testkit.LogLines;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ResourceLock(LogLines.LOCK)
class ClusterReadsTest {

  private static final ResourceId ACME = new ResourceId("ci", "acme", "uid-acme");

  private final ApiServer cluster = ApiServer.started();
  private LogLines log;

  @BeforeEach
  void start() {
    log = LogLines.of(ClusterReads.class);
    cluster.apply(ShellFixture.resource("acme", ""));
    cluster.apply(ShellFixture.secretYaml("npm", "one"));
  }

  @AfterEach
  void stop() {
    log.close();
    cluster.close();
  }

  @Test
  void readFromTheCluster() {
    try (var client = client(Optional.empty())) {
      var reads = new ClusterReads(client);

      assertThat(reads.read(ACME)).isInstanceOf(ResourceRead.Found.class);
      assertThat(reads.read("ci", "npm")).isInstanceOf(SecretRead.Found.class);
      assertThat(reads.read("ci", "other")).isEqualTo(new SecretRead.Absent());
    }
  }

  @Test
  void sayNothingWhenTheClusterRefuses() {
    cluster.next("get buildsecrets", Answers.status(403));
    cluster.next(ApiServer.SECRET_READ, Answers.status(403), Answers.cut());
    try (var client = client(Optional.empty())) {
      var reads = new ClusterReads(client);

      assertThat(reads.read(ACME)).isEqualTo(new ResourceRead.Failed());
      assertThat(reads.read("ci", "npm")).isEqualTo(new SecretRead.Failed());
    }
    assertThat(log.text()).isEmpty();
  }

  @Test
  void failForAResourceThatMakesNoSense() {
    cluster.next(
        "get buildsecrets",
        Answers.json(
            """
            {"apiVersion": "ignite.dodil.io/v1alpha1", "kind": "BuildSecrets",
             "metadata": {"namespace": "ci", "name": "acme", "uid": "uid-acme",
               "creationTimestamp": "canary"},
             "spec": {"endpoint": "staging", "organization": "acme", "auth": {}}}
            """));
    try (var client = client(Optional.empty())) {
      assertThat(new ClusterReads(client).read(ACME)).isEqualTo(new ResourceRead.Failed());
    }
    isLoggedOnce("java.time.format.DateTimeParseException");
  }

  @Test
  void failForAResourceThatIsNoJson() {
    cluster.next("get buildsecrets", Answers.json("<html>canary</html>"));
    try (var client = client(Optional.empty())) {
      assertThat(new ClusterReads(client).read(ACME)).isEqualTo(new ResourceRead.Failed());
    }
    isLoggedOnce("com.fasterxml.jackson.databind.exc.MismatchedInputException");
  }

  @Test
  void failForASecretThatIsNoJson() {
    cluster.next(ApiServer.SECRET_READ, Answers.json("<html>canary</html>"));
    try (var client = client(Optional.empty())) {
      assertThat(new ClusterReads(client).read("ci", "npm")).isEqualTo(new SecretRead.Failed());
    }
    isLoggedOnce("com.fasterxml.jackson.core.JsonParseException");
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("canary", new LinkageError("canary")),
        new NoClassDefFoundError("canary"),
        new StackOverflowError("canary"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failWhenTheClientThrowsForAResource(Throwable failure) {
    try (var client = client(Optional.of(new Throwing(failure)))) {
      assertThat(new ClusterReads(client).read(ACME)).isEqualTo(new ResourceRead.Failed());
    }
    isLoggedOnce(failure.getClass().getName());
    assertThat(log.text()).contains("namespace=ci name=acme");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failWhenTheClientThrowsForASecret(Throwable failure) {
    try (var client = client(Optional.of(new Throwing(failure)))) {
      assertThat(new ClusterReads(client).read("ci", "npm")).isEqualTo(new SecretRead.Failed());
    }
    isLoggedOnce(failure.getClass().getName());
    assertThat(log.text()).contains("namespace=ci secret=npm");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failWhenTheClientThrowsAfterTheAnswer(Throwable failure) {
    cluster.next("get buildsecrets", Answers.status(403));
    cluster.next(ApiServer.SECRET_READ, Answers.status(403));
    try (var client = client(Optional.of(new ThrowingLater(failure)))) {
      assertThat(new ClusterReads(client).read(ACME)).isEqualTo(new ResourceRead.Failed());
      isLoggedOnce(failure.getClass().getName());
      assertThat(new ClusterReads(client).read("ci", "npm")).isEqualTo(new SecretRead.Failed());
    }
    assertThat(log.text()).contains("secret=npm");
  }

  private void isLoggedOnce(String kind) {
    assertThat(log.text().lines().filter(line -> line.startsWith("ERROR"))).hasSize(1);
    assertThat(log.text()).contains(kind, "\tat ").doesNotContain("canary");
  }

  private KubernetesClient client(Optional<Interceptor> interceptor) {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(cluster.url())
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            http -> interceptor.ifPresent(i -> http.addOrReplaceInterceptor("throwing", i)))
        .build();
  }

  private record Throwing(Throwable failure) implements Interceptor {

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      throw unchecked(failure);
    }
  }

  private record ThrowingLater(Throwable failure) implements Interceptor {

    @Override
    public CompletableFuture<Boolean> afterFailure(
        HttpRequest.Builder builder, HttpResponse<?> response, RequestTags tags) {
      throw unchecked(failure);
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error e) {
      throw e;
    }
    return (RuntimeException) failure;
  }
}
