package io.dodil.buildsecrets.observe.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedactedExceptionTest {

  @Test
  void saysKindsAndFramesOfAllAndNoMessage() {
    var failure = new IllegalStateException("canary", new LinkageError("canary"));
    failure.addSuppressed(new ArithmeticException("canary"));

    var copy = RedactedException.of(failure);

    assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(causeOf(copy).getStackTrace()).isEqualTo(causeOf(failure).getStackTrace());
    assertThat(printed(copy))
        .contains(
            "java.lang.IllegalStateException",
            "java.lang.LinkageError",
            "java.lang.ArithmeticException",
            "RedactedExceptionTest.saysKindsAndFramesOfAllAndNoMessage")
        .doesNotContain("canary");
  }

  @Test
  void endsWhereACauseLeadsBack() {
    var first = new IllegalStateException("canary");
    var second = new LinkageError("canary", first);
    first.initCause(second);
    second.addSuppressed(first);

    var copy = RedactedException.of(first);

    assertThat(kinds(copy))
        .containsExactly("java.lang.IllegalStateException", "java.lang.LinkageError");
    assertThat(causeOf(copy).getSuppressed()).isEmpty();
  }

  @Test
  void isBoundedWhateverTheNumberOfCauses() {
    Throwable failure = new IllegalStateException();
    for (int i = 0; i < 1_000; i++) {
      failure = new IllegalStateException("canary", failure);
    }

    assertThat(kinds(RedactedException.of(failure))).hasSize(32);
  }

  private static Throwable causeOf(Throwable failure) {
    return Objects.requireNonNull(failure.getCause());
  }

  private static Stream<String> kinds(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .map(Throwable::getMessage);
  }

  private static String printed(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
