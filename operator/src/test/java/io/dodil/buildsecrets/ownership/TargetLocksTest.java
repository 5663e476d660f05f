package io.dodil.buildsecrets.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Target;
import org.junit.jupiter.api.Test;

class TargetLocksTest {

  private static final Target ACME = new Target("https://api.test", "acme");
  private static final Target OTHER = new Target("https://api.test", "other");
  private final TargetLocks locks = new TargetLocks();

  @Test
  void isHeldByOneAttemptAtATime() {
    var held = locks.tryLock(ACME, "first").orElseThrow();

    assertThat(locks.tryLock(ACME, "second")).isEmpty();
    assertThat(locks.tryLock(ACME, "first")).isEmpty();
    assertThat(locks.holder(ACME)).contains("first");
    held.close();
    assertThat(locks.holder(ACME)).isEmpty();
  }

  @Test
  void isFreeAgainAfterTheRelease() {
    locks.tryLock(ACME, "first").orElseThrow().close();

    var second = locks.tryLock(ACME, "second");

    assertThat(second).isPresent();
  }

  @Test
  void anotherTargetIsAnotherLock() {
    var _ = locks.tryLock(ACME, "first").orElseThrow();

    var other = locks.tryLock(OTHER, "second");

    assertThat(other).isPresent();
  }
}
