package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PermitsTest {

  private static final Endpoint STAGING = SettingsBuilder.STAGING;

  private final Permits permits = new Permits(1);

  @Test
  void letNoMoreInThanThereAreAndThenInOrder() {
    var first = permits.acquire(STAGING);
    var order = new CopyOnWriteArrayList<Integer>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      threads.add(Thread.ofVirtual().start(() -> enter(number, order)));
      awaitWaiting(threads);
    }

    assertThat(order).isEmpty();
    first.close();

    await().untilAsserted(() -> assertThat(order).containsExactly(0, 1, 2));
  }

  @Test
  void ofOneEndpointAreNotThoseOfAnother() {
    var production =
        new Endpoint("production", URI.create("https://api.test"), Optional.empty(), "");

    try (var _ = permits.acquire(STAGING);
        var other = permits.acquire(production)) {
      assertThat(other).isNotNull();
    }
  }

  private void enter(int number, List<Integer> order) {
    try (var _ = permits.acquire(STAGING)) {
      order.add(number);
    }
  }

  private static void awaitWaiting(List<Thread> threads) {
    await()
        .until(
            () -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
  }
}
