package io.dodil.buildsecrets.kubernetes;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.model.ResourceId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FirstPassTest {

  private static final ResourceId ONE = resource("one").id();
  private static final ResourceId TWO = resource("two").id();
  private static final ResourceId CHANGED = resource("changed").id();

  private final Set<ResourceId> upToDate = Set.of(ONE, TWO);
  private final List<String> began = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final FirstPass pass = new FirstPass();

  @BeforeEach
  void begin() {
    pass.begin(List.of(ONE, TWO, CHANGED));
    start(ONE);
    await().until(() -> began.contains("one"));
  }

  @AfterEach
  void end() {
    end.countDown();
  }

  @Test
  void whatHasChangedDoesNotWaitForTheOthers() {
    start(TWO);
    start(CHANGED);

    await().until(() -> began.contains("changed"));
    assertThat(began).doesNotContain("two");
  }

  @Test
  void theOthersFollowOneAfterTheOther() {
    start(TWO);

    end.countDown();

    await().until(() -> began.contains("two"));
  }

  @Test
  void aChangeThatComesWhileItsResourceWaitsIsNotHeldBackForLong() {
    start(TWO);

    await().until(() -> began.contains("two"));
  }

  @Test
  void theSecondTimeNothingWaits() {
    start(ONE);

    await().until(() -> began.stream().filter("one"::equals).count() == 2);
  }

  private void start(ResourceId id) {
    Thread.startVirtualThread(() -> pass.run(id, upToDate::contains, () -> work(id)));
  }

  private void work(ResourceId id) {
    began.add(id.name());
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
