package io.dodil.buildsecrets.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReasonsAreDocumentedTest {

  @Test
  void theReadmeSpeaksOfEachReason() throws IOException {
    var readme = Files.readString(Path.of("../README.md"));

    assertThat(Arrays.stream(Reason.values()).map(Reason::text))
        .allSatisfy(reason -> assertThat(readme).contains("`" + reason + "`"));
  }
}
