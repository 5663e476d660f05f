package io.dodil.buildsecrets.e2e.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.LargeResources;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What somebody who may write resources and Secrets in one namespace tries against the others.
@Tag("slow")
@ExtendWith(OperatorExtension.class)
class HostileTenantIT {

  private static final int RESOURCES = 300;
  private static final int ROTATIONS = 10;

  /// Without turns by namespace a rotation waits for all 300, which takes most of a minute.
  private static final Duration AT_MOST = Duration.ofSeconds(10);

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void threeHundredLargeResourcesDoNotDelayASmallOne(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.start(cluster)) {
      var small = fixture.newNamespace();
      small.secret("npm", Map.of("token", "0"));
      small.apply("one", NPM);
      small.awaitReady("one");
      var crowd = LargeResources.of(fixture, RESOURCES);
      crowd.bigSecrets(1);
      crowd.apply(_ -> "buildSecrets: [{name: A, secretKeyRef: {name: big-0, key: token}}]");
      crowd.await(s -> s.isTrue("Ready"));

      var took = new ArrayList<Duration>();
      try (var labels = Executors.newSingleThreadScheduledExecutor()) {
        var number = new AtomicInteger();
        var labelling =
            labels.scheduleAtFixedRate(
                () -> crowd.label("big-0", "n" + number.incrementAndGet()),
                0,
                100,
                TimeUnit.MILLISECONDS);
        for (int i = 1; i <= ROTATIONS; i++) {
          var begin = Instant.now();
          small.awaitSavedVersion("one", small.secret("npm", Map.of("token", "" + i)));
          took.add(Duration.between(begin, Instant.now()));
        }
        assertThat(labelling.isDone()).as("labelling has failed").isFalse();
        labels.shutdownNow();
      }

      System.out.println("rotations of a small resource beside 300 large ones took " + took);
      assertThat(took).allMatch(each -> each.compareTo(AT_MOST) < 0);
      crowd.leave();
    }
  }
}
