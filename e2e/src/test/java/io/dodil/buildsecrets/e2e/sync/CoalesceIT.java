package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The first change is sent at once; what follows closely is gathered.
@OperatorTest
class CoalesceIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private static final Duration WINDOW = Duration.ofSeconds(2);

  private OperatorFixture fixture;

  @BeforeAll
  void set(Cluster cluster) {
    fixture = OperatorFixture.start(cluster, SettingsOverrides.with(t -> t.coalesceWindow(WINDOW)));
  }

  @Test
  void sendsABurstOfEditsInFewSaves() {
    var ns = saved();
    quiet(ns);
    long start = System.nanoTime();

    ns.secret("npm", Map.of("token", "edit-0"));
    ns.awaitSaves(2);
    for (int i = 1; i <= 20; i++) {
      ns.secret("npm", Map.of("token", "edit-" + i));
    }
    var last = ns.client().secrets().inNamespace(ns.namespace()).withName("npm").get();
    ns.awaitSavedVersion("one", last);

    var saves = ns.saves();
    assertThat(Duration.ofNanos(saves.get(1).arrival().nanos() - start)).isLessThan(WINDOW);
    assertThat(Duration.ofNanos(saves.get(2).arrival().nanos() - saves.get(1).arrival().nanos()))
        .isGreaterThanOrEqualTo(WINDOW);
    assertThat(saves).hasSizeBetween(3, 4);
    assertThat(saves.getLast().sent().buildSecrets()).containsEntry("NPM_TOKEN", "edit-20");
    assertThat(fixture.cluster().statuses().statuses(ns, "one")).allMatch(s -> s.isTrue("Ready"));
  }

  /// Until a change would be the first again.
  private static void quiet(TestNamespace ns) {
    var end =
        Objects.requireNonNull(ns.status("one").lastSave()).time().plus(WINDOW).plusSeconds(1);
    await().atMost(Duration.ofSeconds(10)).until(() -> Instant.now().isAfter(end));
  }

  private TestNamespace withNpm() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    return ns;
  }

  private TestNamespace saved() {
    var ns = withNpm();
    ns.apply("one", NPM);
    ns.awaitReady("one");
    return ns;
  }
}
