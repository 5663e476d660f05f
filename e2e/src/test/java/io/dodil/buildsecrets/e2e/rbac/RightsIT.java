package io.dodil.buildsecrets.e2e.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Rights;
import io.dodil.buildsecrets.e2e.harness.Scrape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/// An operator whose rights are taken away while it runs.
@ExtendWith(OperatorExtension.class)
@Isolated("looks at what the whole process logs")
class RightsIT {

  private static final String USER = "operator-with-changing-rights";
  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.dodil.buildsecrets");

  @BeforeEach
  void listen() {
    log.list = new CopyOnWriteArrayList<>(); // read while others log
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void saysSoAndRecoversWhenTheyAreBack(Cluster cluster) throws Exception {
    var rights = new Rights(cluster, USER);
    rights.grantAll();
    try (var fixture = OperatorFixture.start(cluster, rights.config())) {
      var ns = fixture.newNamespace();
      // it was not ready for a while, and could not say so
      cluster.statuses().leaveAlone(ns.namespace());
      ns.secret("npm", Map.of("token", "one"));
      ns.apply("one", NPM);
      ns.awaitReady("one");

      rights.takeAll();
      var rotated = ns.secret("npm", Map.of("token", "two"));

      await()
          .untilAsserted(
              () ->
                  assertThat(lines())
                      .anyMatch(l -> l.startsWith("WARN could not write the status"))
                      .anyMatch(l -> l.contains("did not let the Secrets be read")));
      assertThat(ns.saves()).hasSize(1);
      var scrape = Scrape.of(fixture.metricsPort());
      assertThat(forbidden(scrape, "verb=get")).isPositive();
      assertThat(forbidden(scrape, "verb=patch", "resource=buildsecrets/status")).isPositive();
      assertThat(scrape.sum("buildsecrets_status_writes_total", "outcome=failed")).isPositive();
      rights.grantAll();
      ns.awaitSavedVersion("one", rotated);
      assertThat(ns.status("one").isTrue("Ready")).isTrue();
      assertThat(ns.saves()).hasSize(2);
    }
  }

  /// The test's cluster has no controllers, so the namespace stays as it is: being deleted.
  @Test
  void aNamespaceThatIsBeingDeletedIsNoMissingRight(Cluster cluster) throws Exception {
    var rights = new Rights(cluster, USER);
    rights.grantAll();
    try (var fixture = OperatorFixture.start(cluster, rights.config())) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "one"));
      ns.apply("one", NPM);
      ns.awaitReady("one");
      await().until(() -> ns.events().size() == 1);
      ns.client().namespaces().withName(ns.namespace()).delete();

      ns.patch("one", "{\"spec\":{\"suspend\":true}}");

      await()
          .until(
              () ->
                  Scrape.of(fixture.metricsPort())
                          .sum(
                              "buildsecrets_kubernetes_requests_total",
                              "verb=patch",
                              "resource=events",
                              "outcome=namespace_terminating")
                      == 1);
      var scrape = Scrape.of(fixture.metricsPort());
      assertThat(forbidden(scrape, "resource=events")).isZero();
      assertThat(scrape.sum("buildsecrets_events_total", "outcome=failed")).isZero();
      assertThat(lines()).noneMatch(l -> l.startsWith("WARN an Event"));
      assertThat(ns.events()).hasSize(1);
    }
  }

  private static double forbidden(Scrape scrape, String... labels) {
    var all = Stream.concat(Stream.of(labels), Stream.of("outcome=forbidden"));
    return scrape.sum("buildsecrets_kubernetes_requests_total", all.toArray(String[]::new));
  }

  private List<String> lines() {
    return List.copyOf(log.list).stream()
        .map(e -> e.getLevel() + " " + e.getFormattedMessage())
        .toList();
  }
}
