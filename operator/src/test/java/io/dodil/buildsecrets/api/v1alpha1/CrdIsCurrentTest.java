package io.dodil.buildsecrets.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrdIsCurrentTest {

  @ParameterizedTest
  @ValueSource(strings = {"crds", "helm/buildsecrets-operator/files/crds"})
  void theCommittedCrdIsWhatTheRecordsSay(String directory) throws Exception {
    assertThat(Files.readString(Path.of("..", directory, CrdGen.FILE)))
        .as(directory + " is stale: mvn -pl operator process-test-classes exec:exec@crds")
        .isEqualTo(CrdGen.text());
  }
}
