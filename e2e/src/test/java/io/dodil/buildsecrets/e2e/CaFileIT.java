package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedCluster.class)
class CaFileIT {

  @TempDir private Path folder = Path.of("");

  @Test
  void speaksToNobodyWhoseCaIsNotInIt(Cluster cluster) throws IOException {
    try (var stage = Stage.set(cluster, Tuning.with(Tuning::withoutCa))) {
      var trial = Trial.on(stage, "staging");

      trial.apply("new");

      trial.team().awaitReason(Trial.NAME, "TlsFailure");
      assertThat(trial.tokenCalls()).isZero();
    }
  }

  @Test
  void speaksToWhoseCaIsInItAfterARestart(Cluster cluster) throws IOException {
    var file = folder.resolve("ca.pem");
    try (var other = Stage.withoutOperator(cluster)) {
      Files.copy(other.caFile(), file);
    }
    try (var stage = Stage.set(cluster, Tuning.with(t -> t.caFile(file)))) {
      var trial = Trial.on(stage, "staging");
      trial.apply("new");
      trial.team().awaitReason(Trial.NAME, "TlsFailure");

      Files.writeString(file, Files.readString(file) + stage.sandbox().caPem());
      stage.stopOperator();
      stage.startOperator();

      trial.awaitSaved(1);
    }
  }
}
