package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.resolve.SecretRead;
import io.dodil.buildsecrets.sync.SecretReading.Secrets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretReadingTest {

  private static final List<String> NAMES =
      IntStream.range(0, 40).mapToObj(i -> "secret-" + i).toList();

  private final List<String> reads = new CopyOnWriteArrayList<>();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void readsEachOnceAndTwoAtATime() {
    var both = new CountDownLatch(2);
    var reading = new SecretReading((_, name) -> counted(name, 10, both));

    var read = reading.read("ci", NAMES, false, secrets -> secrets).orElseThrow();

    assertThat(reads).containsExactlyInAnyOrderElementsOf(NAMES);
    assertThat(most).hasValue(2);
    assertThat(((Secrets.Read) read).byName()).containsOnlyKeys(NAMES);
  }

  @Test
  void readsEightMebibytesAndNotAByteMore() {
    var reading = new SecretReading((_, name) -> found(name, 1 << 20));

    var just = reading.read("ci", NAMES.subList(0, 8), true, secrets -> secrets);
    var tooMuch = reading.read("ci", NAMES, true, secrets -> secrets);

    assertThat(just).get().isInstanceOf(Secrets.Read.class);
    assertThat(tooMuch).contains(new Secrets.TooLarge());
  }

  @Test
  void needsASlotForMoreThanIsSmall() {
    var reading = new SecretReading((_, name) -> found(name, 1 << 19));

    assertThat(reading.read("ci", List.of("one"), false, secrets -> secrets)).isPresent();
    assertThat(reading.read("ci", List.of("one", "two"), false, secrets -> secrets)).isEmpty();
  }

  @Test
  void stopsReadingWhenItIsTooMuch() {
    var reading = new SecretReading((_, name) -> counted(name, 1 << 20, new CountDownLatch(0)));

    reading.read("ci", NAMES, true, secrets -> secrets);

    assertThat(reads).hasSizeBetween(9, 10);
  }

  @Test
  void readsWhatIsLargeAloneAndNobodySmallWaitsForIt() {
    var reading = new SecretReading((_, name) -> found(name, name.equals("small") ? 1 : 1 << 20));
    var release = new CountDownLatch(1);
    Runnable large = () -> reading.read("ci", List.of("large"), true, _ -> enter(release, 0));
    var three = Stream.generate(() -> Thread.startVirtualThread(large)).limit(3).toList();
    await().until(() -> three.stream().allMatch(t -> t.getState() == Thread.State.WAITING));

    var small = reading.read("ci", List.of("small"), false, secrets -> secrets);

    assertThat(small).get().isInstanceOf(Secrets.Read.class);
    assertThat(now).hasValue(1);
    release.countDown();
    await().until(() -> three.stream().noneMatch(Thread::isAlive));
    assertThat(most).hasValue(1);
  }

  @Test
  void leavesOutWhatIsAbsent() {
    var reading = new SecretReading((_, _) -> new SecretRead.Absent());

    var read = reading.read("ci", NAMES, false, secrets -> secrets).orElseThrow();

    assertThat(read).isEqualTo(new Secrets.Read(Map.of()));
  }

  @Test
  void failsAsAWholeWhenOneReadFails() {
    var reading =
        new SecretReading(
            (_, name) -> name.equals("secret-3") ? new SecretRead.Failed() : found(name, 1));

    var read = reading.read("ci", NAMES, false, secrets -> secrets).orElseThrow();

    assertThat(read).isEqualTo(new Secrets.Failed());
  }

  @Test
  void holdsTheSecretsOfTwoResourcesAtATime() {
    var reading = new SecretReading((_, name) -> found(name, 1));
    var release = new CountDownLatch(1);
    Runnable resource = () -> reading.read("ci", List.of("one"), false, _ -> enter(release, 0));

    var three = Stream.generate(() -> Thread.startVirtualThread(resource)).limit(3).toList();

    await().until(() -> three.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
    assertThat(now).hasValue(2);
    release.countDown();
    await().until(() -> three.stream().noneMatch(Thread::isAlive));
  }

  private SecretRead counted(String name, int size, CountDownLatch others) {
    reads.add(name);
    enter(others, 1);
    return found(name, size);
  }

  /// Counts whoever is in here at a time, and lets the first wait for as many as may come in.
  private boolean enter(CountDownLatch others, int arrivals) {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    for (int i = 0; i < arrivals; i++) {
      others.countDown();
    }
    try {
      others.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      now.decrementAndGet();
    }
  }

  private static SecretRead found(String name, int size) {
    var data = Map.of("key", Sensitive.of(new byte[size]));
    return new SecretRead.Found(new SecretContent(name, "uid", "1", "Opaque", Map.of(), data));
  }
}
