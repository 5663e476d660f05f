package io.dodil.buildsecrets.observe.events;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.observe.metrics.Metrics;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.SyncResults;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventRecorderTest {

  private static final Timestamp NOW = new Timestamp(Instant.EPOCH, Instant.EPOCH);

  private final MockWebServer apiServer = new MockWebServer();
  private final Metrics metrics =
      new Metrics(SettingsBuilder.settings(), "test", () -> true, InstantSource.system());
  private KubernetesClient client;
  private EventRecorder recorder;

  @BeforeEach
  void start() throws IOException {
    apiServer.start();
    client = new KubernetesClientBuilder().withConfig(config()).build();
    recorder = new EventRecorder(client, () -> NOW, "pod-1", metrics);
  }

  @AfterEach
  void stop() {
    recorder.close();
    client.close();
    apiServer.close();
    metrics.close();
  }

  @Test
  void aRunDoesNotWaitForItsEvents() {
    apiServer.enqueue(new MockResponse.Builder().headersDelay(5, TimeUnit.SECONDS).build());
    long begin = System.nanoTime();

    tell("SecretNotFound");

    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(4500);
  }

  @Test
  void whatWasToldBeforeTheEndIsWritten() throws InterruptedException {
    apiServer.enqueue(answer(200));
    apiServer.enqueue(answer(200));

    tell("SecretNotFound");
    tell("SecretKeyNotFound");
    recorder.close();

    assertThat(apiServer.getRequestCount()).isEqualTo(2);
    var first = apiServer.takeRequest();
    assertThat(first.getMethod()).isEqualTo("PATCH");
    assertThat(first.getTarget()).contains("/apis/events.k8s.io/v1/namespaces/ci/events/acme.");
    assertThat(apiServer.takeRequest().getTarget())
        .as("another name at the same time")
        .isNotEqualTo(first.getTarget());
  }

  @Test
  void oneThatIsRefusedStopsNobody() {
    apiServer.enqueue(answer(403));
    apiServer.enqueue(answer(200));

    tell("SecretNotFound");
    tell("SecretKeyNotFound");
    recorder.close();

    assertThat(apiServer.getRequestCount()).isEqualTo(2);
    assertThat(metrics.events("failed").count()).isEqualTo(1);
    assertThat(metrics.events("written").count()).isEqualTo(1);
  }

  @Test
  void aNamespaceThatIsGoneIsNoFailure() {
    apiServer.enqueue(new MockResponse.Builder().code(404).build());

    tell("SecretNotFound");
    recorder.close();

    assertThat(metrics.events("failed").count()).isZero();
    assertThat(metrics.events("dropped").count()).isEqualTo(1);
  }

  @Test
  void aNamespaceThatIsBeingDeletedIsNoFailure() {
    apiServer.enqueue(
        new MockResponse.Builder()
            .code(403)
            .addHeader("Content-Type", "application/json")
            .body(
                """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",
                 "message":"events.events.k8s.io \\"acme.1\\" is forbidden: unable to create new\
                 content in namespace ci because it is being terminated",
                 "reason":"Forbidden",
                 "details":{"name":"acme.1","group":"events.k8s.io","kind":"events",
                  "causes":[{"reason":"NamespaceTerminating",
                   "message":"namespace ci is being terminated","field":"metadata.namespace"}]},
                 "code":403}
                """)
            .build());

    tell("SecretNotFound");
    recorder.close();

    assertThat(metrics.events("failed").count()).isZero();
    assertThat(metrics.events("dropped").count()).isEqualTo(1);
  }

  @Test
  void aResourceThatNeverStopsLosesItsOwnEventsOnly() {
    for (int i = 0; i < 40; i++) {
      apiServer.enqueue(answer(200));
      tell("hostile", "SecretNotFound");
    }

    tell("acme", "SecretNotFound");

    await().until(() -> metrics.events("written").count() == 26);
    assertThat(metrics.events("limited").count()).isEqualTo(15);
    assertThat(recorder.size()).isEqualTo(2);
  }

  @Test
  void aResourceThatIsGoneLeavesNothing() {
    apiServer.enqueue(answer(200));
    tell("acme", "SecretNotFound");

    recorder.forget(resource("acme").id());

    assertThat(recorder.size()).isZero();
  }

  private void tell(String reason) {
    tell("acme", reason);
  }

  private void tell(String resource, String reason) {
    var result =
        SyncResults.of(
            resource(resource),
            new SyncOutcome.Unresolved(List.of(new Problem.SecretNotFound("npm"))));
    var ready =
        new Condition("Ready", Condition.Status.False, 1L, Instant.EPOCH, reason, "a sentence");
    recorder.ended(
        result,
        BuildSecretsStatus.none(),
        new BuildSecretsStatus(1L, List.of(ready), null, null, null, null, null));
  }

  private static MockResponse answer(int status) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .body("{}")
        .build();
  }

  private Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(apiServer.url("/").toString())
        .withRequestRetryBackoffLimit(0)
        .build();
  }
}
