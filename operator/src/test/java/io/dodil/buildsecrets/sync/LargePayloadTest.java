package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Payloads that are large are sent a few at a time, and nobody else waits for them.
class LargePayloadTest {

  private static final int LARGE = PreparedSave.SMALL_BODY + 1;

  @Test
  void oneAfterTheOtherIsSavedWithoutAReadMore() {
    var world = World.withAcme();
    int times = 8;
    for (int i = 0; i < times; i++) {
      world.cluster.secret("npm", "token", String.valueOf(i).repeat(LARGE));
      world.clock.advance(Duration.ofSeconds(2));
      world.run("acme");
    }

    assertThat(world.calls().puts()).isEqualTo(times);
    // the first time nobody knew that it is large
    assertThat(world.cluster.reads().stream().filter("secret/npm"::equals)).hasSize(times + 1);
  }

  @Test
  void oneThatWaitsForItsSlotHoldsNoPermitThatASmallOneNeeds() {
    var world = World.withAcme(SettingsBuilder.settings(s -> s.maxConcurrent(5)));
    world.cluster.secret("large", "token", "x".repeat(LARGE));
    var release = new CountDownLatch(1);
    world.api.onBody(
        body -> {
          if (body.length() > LARGE) {
            join(release);
          }
        });
    var threads = IntStream.range(0, 20).mapToObj(i -> large(world, "org-" + i)).toList();
    await().until(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));

    world.runInside("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
    assertThat(world.api.puts()).as("four large ones, and a small one").hasSize(5);
    release.countDown();
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    assertThat(world.api.puts()).hasSize(21);
  }

  @Test
  void manyOfOneNamespaceThatFindNothingNewAreReadFurtherAndFurtherApart() {
    var world = World.withAcme();
    world.cluster.secret("large", "token", "x".repeat(LARGE));
    var names = List.of("org-1", "org-2", "org-3");
    names.forEach(name -> join(large(world, name)));

    assertThat(readAfterATouch(world, names, Duration.ofSeconds(1))).as("after saves").isEqualTo(3);
    assertThat(readAfterATouch(world, names, Duration.ofSeconds(1))).isEqualTo(1);
    assertThat(readAfterATouch(world, names, Duration.ofMillis(100))).isEqualTo(1);
    assertThat(readAfterATouch(world, names, Duration.ofMillis(100))).isEqualTo(1);
    assertThat(readAfterATouch(world, names, Duration.ofMinutes(1))).as("quiet").isEqualTo(3);
    assertThat(world.calls().puts()).isEqualTo(3);
  }

  @Test
  void thoseThatFindNothingNewShortlyAfterEachOtherAreSpacedToo() {
    var world = World.withAcme();
    world.cluster.secret("large", "token", "x".repeat(LARGE));
    var names = List.of("org-1", "org-2", "org-3");
    names.forEach(name -> join(large(world, name)));
    world.clock.advance(Duration.ofSeconds(1));
    world.cluster.touch("large");
    for (var name : names) {
      world.runInside(name);
      world.clock.advance(Duration.ofMillis(20));
    }

    assertThat(readAfterATouch(world, names, Duration.ofMillis(960))).isEqualTo(1);
  }

  private static long readAfterATouch(World world, List<String> names, Duration later) {
    world.clock.advance(later);
    world.cluster.touch("large");
    int before = world.cluster.reads().size();
    names.forEach(world::runInside);
    return world.cluster.reads().stream().skip(before).filter("secret/large"::equals).count();
  }

  private static void join(Thread thread) {
    await().until(() -> !thread.isAlive());
  }

  private static Thread large(World world, String organization) {
    var auth = "auth-" + organization;
    world.cluster.secret(auth, "client-id", "bot-" + organization, "client-secret", "s");
    world.cluster.apply(
        resource(
            organization,
            c ->
                c.namespace("busy")
                    .spec(
                        s ->
                            s.nothing()
                                .organization(organization)
                                .clientCredentials(auth)
                                .buildSecret("X", "large", "token"))));
    return Thread.startVirtualThread(() -> world.runInside(organization));
  }

  private static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
