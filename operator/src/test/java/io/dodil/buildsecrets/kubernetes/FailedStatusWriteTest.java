package io.dodil.buildsecrets.kubernetes;

import static io.dodil.buildsecrets.kubernetes.ApiServer.STATUS_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ResourceLock(ShellFixture.LOG)
@Timeout(60)
class FailedStatusWriteTest {

  /// What goes wrong, and how often before the client tells us.
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("409", Answers.status(409), 1),
        Arguments.of("403", Answers.status(403), 1),
        Arguments.of("500", Answers.status(500), 4),
        Arguments.of("cut", Answers.cut(), 8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void writesAgainAndSavesNothingTwice(String what, MockResponse answer, int tries) {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.cluster.next(
          STATUS_WRITE, Stream.generate(() -> answer).limit(tries).toArray(MockResponse[]::new));

      fixture.started().awaitSaved("acme", "npm");

      assertThat(fixture.puts()).isEqualTo(1);
      assertThat(fixture.cluster.count(STATUS_WRITE)).isEqualTo(tries + 1);
      fixture.fence("acme");
      assertThat(fixture.puts()).isEqualTo(2);
      assertThat(fixture.cluster.count(STATUS_WRITE)).as("nothing was owed").isEqualTo(tries + 2);
      assertThat(fixture.log()).anyMatch(l -> l.startsWith("WARN could not write the status"));
    }
  }

  /// Somebody else has written a part of an object: without our part it is invalid.
  @Test
  void replacesAllWhereApplyWouldLeaveSomethingInvalid() {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.cluster.next(STATUS_WRITE, Answers.status(422));

      fixture.started().awaitSaved("acme", "npm");

      assertThat(fixture.cluster.count(STATUS_WRITE)).isEqualTo(2);
      assertThat(fixture.log()).noneMatch(l -> l.startsWith("WARN could not write the status"));
    }
  }

  @Test
  void waitsLongerBeforeEachTry() {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.cluster.next(
          STATUS_WRITE, Answers.status(409), Answers.status(409), Answers.status(409));

      fixture.started().awaitSaved("acme", "npm");

      var writes = fixture.cluster.calls(STATUS_WRITE);
      assertThat(writes).hasSize(4);
      for (int i = 1; i < writes.size(); i++) {
        var wait = Duration.ofNanos(writes.get(i).nanos() - writes.get(i - 1).nanos());
        assertThat(wait).isGreaterThanOrEqualTo(Duration.ofSeconds(1L << (i - 1)));
      }
      assertThat(fixture.puts()).isEqualTo(1);
    }
  }

  @Test
  void isNotHeldUpByAnAnswerThatNeverComes() {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.team("other");
      fixture.cluster.next(STATUS_WRITE, Answers.hang());

      fixture.started();

      fixture.awaitSaved("acme", "npm");
      fixture.awaitSaved("other", "npm");
      assertThat(fixture.puts()).as("one for each").isEqualTo(2);
    }
  }

  @Test
  void doesNotWriteAgainToAResourceThatIsGone() {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.cluster.next(STATUS_WRITE, Answers.status(404));
      fixture.started();
      ShellFixture.await().until(() -> fixture.cluster.count(STATUS_WRITE) == 1);

      fixture.cluster.resources.delete("acme");
      fixture.team("other");

      fixture.awaitSaved("other", "npm");
      fixture.fence("other");
      assertThat(fixture.cluster.count(STATUS_WRITE)).isEqualTo(3);
      assertThat(fixture.puts()).isEqualTo(3);
    }
  }

  /// The answer is lost, the write is not: the cluster says what this process does not know of.
  @Test
  void writesAgainWhenTheClusterMaySayOtherwise() {
    try (var fixture = ShellFixture.withSavedAcme()) {
      var before = fixture.cluster.resources.object("acme").path("status");
      fixture.cluster.next(STATUS_WRITE, Answers.status(409));
      fixture.cluster.secrets.delete("npm");
      ShellFixture.await().until(() -> fixture.cluster.count(STATUS_WRITE) == 2);

      ShellFixture.await()
          .until(() -> !fixture.cluster.resources.object("acme").path("status").equals(before));

      assertThat(fixture.cluster.count(STATUS_WRITE)).isEqualTo(3);
      assertThat(fixture.puts()).isEqualTo(1);
    }
  }
}
