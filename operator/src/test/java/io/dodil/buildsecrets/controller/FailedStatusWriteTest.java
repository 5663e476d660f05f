package io.dodil.buildsecrets.controller;

import static io.dodil.buildsecrets.controller.ApiServer.STATUS_WRITE;
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

@ResourceLock(ShellStage.LOG)
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
    try (var stage = ShellStage.withAcme()) {
      stage.cluster.next(
          STATUS_WRITE, Stream.generate(() -> answer).limit(tries).toArray(MockResponse[]::new));

      stage.started().awaitSaved("acme", "npm");

      assertThat(stage.puts()).isEqualTo(1);
      assertThat(stage.cluster.count(STATUS_WRITE)).isEqualTo(tries + 1);
      stage.fence("acme");
      assertThat(stage.puts()).isEqualTo(2);
      assertThat(stage.cluster.count(STATUS_WRITE)).as("nothing was owed").isEqualTo(tries + 2);
      assertThat(stage.log()).anyMatch(l -> l.startsWith("WARN could not write the status"));
    }
  }

  /// Somebody else has written a part of an object: without our part it is invalid.
  @Test
  void replacesAllWhereApplyWouldLeaveSomethingInvalid() {
    try (var stage = ShellStage.withAcme()) {
      stage.cluster.next(STATUS_WRITE, Answers.status(422));

      stage.started().awaitSaved("acme", "npm");

      assertThat(stage.cluster.count(STATUS_WRITE)).isEqualTo(2);
      assertThat(stage.log()).noneMatch(l -> l.startsWith("WARN could not write the status"));
    }
  }

  @Test
  void waitsLongerBeforeEachTry() {
    try (var stage = ShellStage.withAcme()) {
      stage.cluster.next(
          STATUS_WRITE, Answers.status(409), Answers.status(409), Answers.status(409));

      stage.started().awaitSaved("acme", "npm");

      var writes = stage.cluster.calls(STATUS_WRITE);
      assertThat(writes).hasSize(4);
      for (int i = 1; i < writes.size(); i++) {
        var wait = Duration.ofNanos(writes.get(i).nanos() - writes.get(i - 1).nanos());
        assertThat(wait).isGreaterThanOrEqualTo(Duration.ofSeconds(1L << (i - 1)));
      }
      assertThat(stage.puts()).isEqualTo(1);
    }
  }

  @Test
  void isNotHeldUpByAnAnswerThatNeverComes() {
    try (var stage = ShellStage.withAcme()) {
      stage.team("other");
      stage.cluster.next(STATUS_WRITE, Answers.hang());

      stage.started();

      stage.awaitSaved("acme", "npm");
      stage.awaitSaved("other", "npm");
      assertThat(stage.puts()).as("one for each").isEqualTo(2);
    }
  }

  @Test
  void doesNotWriteAgainToAResourceThatIsGone() {
    try (var stage = ShellStage.withAcme()) {
      stage.cluster.next(STATUS_WRITE, Answers.status(404));
      stage.started();
      ShellStage.await().until(() -> stage.cluster.count(STATUS_WRITE) == 1);

      stage.cluster.resources.delete("acme");
      stage.team("other");

      stage.awaitSaved("other", "npm");
      stage.fence("other");
      assertThat(stage.cluster.count(STATUS_WRITE)).isEqualTo(3);
      assertThat(stage.puts()).isEqualTo(3);
    }
  }

  /// The answer is lost, the write is not: the cluster says what this process does not know of.
  @Test
  void writesAgainWhenTheClusterMaySayOtherwise() {
    try (var stage = ShellStage.withSavedAcme()) {
      var before = stage.cluster.resources.object("acme").path("status");
      stage.cluster.next(STATUS_WRITE, Answers.status(409));
      stage.cluster.secrets.delete("npm");
      ShellStage.await().until(() -> stage.cluster.count(STATUS_WRITE) == 2);

      ShellStage.await()
          .until(() -> !stage.cluster.resources.object("acme").path("status").equals(before));

      assertThat(stage.cluster.count(STATUS_WRITE)).isEqualTo(3);
      assertThat(stage.puts()).isEqualTo(1);
    }
  }
}
