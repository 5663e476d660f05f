package io.dodil.buildsecrets.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.EventReason;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonsAreDocumentedTest {

  @Test
  void theStatusPageListsEachReason() throws IOException {
    var page = Files.readString(Path.of("../docs/status.md"));

    assertThat(
            Stream.concat(
                Arrays.stream(Reason.values()).map(Reason::text),
                Arrays.stream(EventReason.values()).map(EventReason::text)))
        .allSatisfy(reason -> assertThat(page).contains("`" + reason + "`"));
  }

  @Test
  void theRunbookHasAnEntryForEachReasonAndNoOther() throws IOException {
    var entries =
        Files.readAllLines(Path.of("../docs/operations.md")).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring("### ".length()));

    assertThat(entries)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Reason::text).toList());
  }
}
