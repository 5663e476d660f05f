package io.dodil.buildsecrets.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OperatorExtension.class)
class CaFileIT {

  @TempDir private Path folder = Path.of("");

  @Test
  void speaksToNobodyWhoseCaIsNotInIt(Cluster cluster) throws IOException {
    try (var fixture =
        OperatorFixture.start(cluster, SettingsOverrides.with(SettingsOverrides::withoutCa))) {
      var trial = FullResource.on(fixture, "staging");

      trial.apply("new");

      trial.ns().awaitReason(FullResource.NAME, "TlsFailure");
      assertThat(trial.tokenCalls()).isZero();
    }
  }

  @Test
  void speaksToWhoseCaIsInItAfterARestart(Cluster cluster) throws IOException {
    var file = folder.resolve("ca.pem");
    try (var other = OperatorFixture.withoutOperator(cluster)) {
      Files.copy(other.caFile(), file);
    }
    try (var fixture =
        OperatorFixture.start(cluster, SettingsOverrides.with(t -> t.caFile(file)))) {
      var trial = FullResource.on(fixture, "staging");
      trial.apply("new");
      trial.ns().awaitReason(FullResource.NAME, "TlsFailure");

      Files.writeString(file, Files.readString(file) + fixture.sandbox().caPem());
      fixture.stopOperator();
      fixture.startOperator();

      trial.awaitSaved(1);
    }
  }
}
