package io.dodil.buildsecrets.kubernetes.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.kubernetes.Answers;
import io.dodil.buildsecrets.kubernetes.client.Clients;
import io.dodil.buildsecrets.kubernetes.client.InformerThreads;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The elector takes the time, reads the Lease and writes it with that time. Others count from it.
class LeaseRenewalsTest {

  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final ManualTimeSource clock = new ManualTimeSource();
  private final LeaseRenewals renewals = new LeaseRenewals("lease", () -> clock.now().monotonic());
  private final MockWebServer server = new MockWebServer();
  private final Queue<MockResponse> reads = new ConcurrentLinkedQueue<>();
  private final Queue<MockResponse> writes = new ConcurrentLinkedQueue<>();

  /// The renewals have seen what is in here.
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private Clients clients;

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(new SlowWhereItFails());
    server.start();
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://localhost:" + server.getPort())
            .withRequestTimeout(500)
            .withRequestRetryBackoffInterval(10)
            .build();
    clients =
        Clients.to(
            config,
            renewals,
            new InformerThreads(() -> clock.now().monotonic()),
            Optional.empty(),
            (verb, _, status) -> seen.add(verb + " " + status));
  }

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  @Test
  void noneIsHeldBeforeTheFirst() {
    read();

    assertThat(renewals.isWithin(LEASE)).isFalse();
  }

  @Test
  void lastFromTheReadOn() {
    read();
    write();

    lastsUntil(LEASE);
  }

  /// How a read fails, so that the client repeats it.
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("500", Answers.status(500)),
        Arguments.of("429", Answers.status(429)),
        Arguments.of("cut", Answers.cut()),
        Arguments.of("hang", Answers.hang()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void countFromTheFirstReadWhenItIsRepeated(String what, MockResponse failure) {
    reads.add(failure);

    read();
    write();

    assertThat(clock.instant()).isEqualTo(ManualTimeSource.START.plus(TEN_SECONDS));
    lastsUntil(LEASE.minus(TEN_SECONDS));
  }

  @Test
  void countFromTheFirstReadOfAllThatFailed() {
    reads.addAll(List.of(Answers.status(500), Answers.status(500)));
    reads.addAll(List.of(Answers.status(500), Answers.status(500)));
    assertThatThrownBy(this::get).isInstanceOf(KubernetesClientException.class);

    read();
    write();

    assertThat(renewals.isWithin(LEASE)).isFalse();
  }

  @Test
  void doNotCountFromTheAnswer() {
    writes.add(lease());

    read();
    write();

    assertThat(clock.instant()).isEqualTo(ManualTimeSource.START.plus(TEN_SECONDS));
    lastsUntil(LEASE.minus(TEN_SECONDS));
  }

  @Test
  void beginAgainAfterAWrite() {
    read();
    write();
    clock.advance(TEN_SECONDS);

    read();
    write();

    lastsUntil(LEASE);
  }

  @Test
  void beginAgainAfterAReadThatNoWriteFollows() {
    read();
    clock.advance(TEN_SECONDS);

    read();
    write();

    lastsUntil(LEASE);
  }

  @Test
  void mayBeginWithAWriteThatCreatesTheLease() {
    reads.add(Answers.status(404));

    until("get 404", this::get);
    until("create 200", () -> clients.full().resource(mine()).create());

    lastsUntil(LEASE.minus(TEN_SECONDS));
  }

  @Test
  void beginAgainAfterALeaseThatIsNotThere() {
    reads.add(Answers.status(404));

    until("get 404", this::get);
    read();
    write();

    lastsUntil(LEASE);
  }

  @Test
  void areNoneWhenTheWriteIsRefused() {
    writes.add(Answers.status(409));

    read();
    until(
        "patch 409",
        () -> assertThatThrownBy(this::patch).isInstanceOf(KubernetesClientException.class));

    assertThat(renewals.isWithin(LEASE)).isFalse();
  }

  private void lastsUntil(Duration fromNow) {
    clock.advance(fromNow.minusMillis(1));
    assertThat(renewals.isWithin(LEASE)).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(renewals.isWithin(LEASE)).isFalse();
  }

  private void read() {
    until("get 200", this::get);
  }

  private void write() {
    until("patch 200", this::patch);
  }

  /// The client may return before its interceptors have seen the answer.
  private void until(String answer, Runnable call) {
    seen.clear();
    call.run();
    await().until(() -> seen.contains(answer));
  }

  private void get() {
    clients.full().leases().inNamespace("ns").withName("lease").get();
  }

  private void patch() {
    clients.full().resource(mine()).patch(PatchContext.of(PatchType.JSON_MERGE));
  }

  private static Lease mine() {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace("ns")
        .withName("lease")
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity("me")
        .endSpec()
        .build();
  }

  private static MockResponse lease() {
    return Answers.json(
        "{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"metadata\":{\"name\":"
            + "\"lease\",\"namespace\":\"ns\"},\"spec\":{\"holderIdentity\":\"me\"}}");
  }

  /// Answers at once, but takes ten seconds for each answer that a test gives it.
  private final class SlowWhereItFails extends Dispatcher {

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      var answer = (request.getMethod().equals("GET") ? reads : writes).poll();
      if (answer == null) {
        return lease();
      }
      clock.advance(TEN_SECONDS);
      return answer;
    }
  }
}
