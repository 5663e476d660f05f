package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FairSlotsTest {

  private final FairSlots slots = new FairSlots(1);
  private final List<String> granted = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  @Test
  void goToTheNamespacesInTurns() {
    try (var _ = slots.acquire("busy")) {
      for (int i = 0; i < 3; i++) {
        waits("busy", "busy-" + i);
      }
      waits("quiet", "quiet-0");
      waits("other", "other-0");
      waits("quiet", "quiet-1");
      assertThat(granted).isEmpty();
    }

    await()
        .untilAsserted(
            () ->
                assertThat(granted)
                    .containsExactly(
                        "busy-0", "quiet-0", "other-0", "busy-1", "quiet-1", "busy-2"));
  }

  @Test
  void threeHundredOfOneNamespaceDelayAnotherByOneSlot() {
    try (var _ = slots.acquire("busy")) {
      for (int i = 0; i < 300; i++) {
        waits("busy", "busy-" + i);
      }
      waits("quiet", "quiet");
    }

    await().until(() -> granted.size() == 301);
    assertThat(granted.indexOf("quiet")).isEqualTo(1);
  }

  @Test
  void areAsManyAsThereAre() {
    var two = new FairSlots(2);
    var first = two.acquire("a");
    var second = two.acquire("a");
    first.close();
    var third = two.acquire("b");

    second.close();
    third.close();

    try (var _ = two.acquire("a");
        var last = two.acquire("a")) {
      assertThat(last).isNotNull();
    }
  }

  @Test
  void areWaitedForAlsoByAnInterruptedThread() {
    var held = slots.acquire("a");
    var waits = waits("a", "interrupted");

    waits.interrupt();
    held.close();

    await().untilAsserted(() -> assertThat(granted).containsExactly("interrupted"));
  }

  private Thread waits(String namespace, String name) {
    var thread =
        Thread.startVirtualThread(
            () -> {
              try (var _ = slots.acquire(namespace)) {
                granted.add(name);
              }
            });
    threads.add(thread);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> thread.getState() == Thread.State.WAITING);
    return thread;
  }
}
