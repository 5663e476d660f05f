package io.dodil.buildsecrets.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetLocksTest {

  private static final Target ACME = new Target("https://api.test", "acme");
  private static final Target OTHER = new Target("https://api.test", "other");
  private static final ResourceId FIRST = new ResourceId("ci", "first", "1");
  private static final ResourceId SECOND = new ResourceId("ci", "second", "2");

  private final List<ResourceId> woken = new ArrayList<>();
  private final TargetLocks locks = new TargetLocks(woken::add);

  @Test
  void theSecondIsWokenAtTheRelease() {
    var held = locks.tryLock(ACME, FIRST).orElseThrow();
    var second = locks.tryLock(ACME, SECOND);
    locks.tryLock(ACME, SECOND);
    var before = List.copyOf(woken);

    held.close();

    assertThat(second).isEmpty();
    assertThat(before).isEmpty();
    assertThat(woken).containsExactly(SECOND);
  }

  @Test
  void isFreeAgainAfterTheRelease() {
    locks.tryLock(ACME, FIRST).orElseThrow().close();

    var second = locks.tryLock(ACME, SECOND);

    assertThat(second).isPresent();
    assertThat(woken).isEmpty();
  }

  @Test
  void whoIsWokenCanTakeIt() {
    var taken = new ArrayList<Boolean>();
    var eager = new ArrayList<TargetLocks>();
    var own = new TargetLocks(id -> taken.add(eager.getFirst().tryLock(ACME, id).isPresent()));
    eager.add(own);
    var held = own.tryLock(ACME, FIRST).orElseThrow();
    var _ = own.tryLock(ACME, SECOND);

    held.close();

    assertThat(taken).containsExactly(true);
  }

  @Test
  void anotherTargetIsAnotherLock() {
    var _ = locks.tryLock(ACME, FIRST).orElseThrow();

    var other = locks.tryLock(OTHER, SECOND);

    assertThat(other).isPresent();
  }
}
