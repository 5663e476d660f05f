package io.dodil.buildsecrets.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdIsCurrentTest {

  @TempDir Path fresh;

  @Test
  void theCommittedCrdIsWhatTheRecordsSay() throws Exception {
    CrdGen.main(new String[] {fresh.toString()});

    assertThat(Files.readString(Path.of("../crds", CrdGen.FILE)))
        .as("crds/ is stale: mvn -pl operator process-test-classes exec:exec@crds")
        .isEqualTo(Files.readString(fresh.resolve(CrdGen.FILE)));
  }
}
