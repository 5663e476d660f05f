package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Redirects to another origin, where somebody waits who would answer well.
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedirectIT {

  private Stage stage;
  private Relay elsewhere;

  @BeforeAll
  void set(Cluster cluster) {
    stage = Stage.set(cluster);
    elsewhere = Relay.to(stage.sandbox().port());
  }

  @AfterAll
  void strike() throws IOException {
    stage.close();
    elsewhere.close();
  }

  private String there(String url) {
    return url.replace(":" + stage.sandbox().port(), ":" + elsewhere.port());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aSaveIsNotCarriedElsewhere(int status) {
    var trial = Trial.on(stage, "staging");
    var url = there(stage.sandbox().apiUrl()) + "/v1/ignite/builds/secrets";
    stage
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Redirect(status, url))
                .organization(trial.team().organization()));

    trial.apply("new");

    trial.team().awaitReason(Trial.NAME, "RedirectRejected");
    assertThat(trial.team().status(Trial.NAME).isTrue("Stalled")).isTrue();
    assertThat(trial.team().condition(Trial.NAME, "Ready").message())
        .doesNotContain("localhost", Integer.toString(elsewhere.port()));
    assertThat(elsewhere.connections()).isZero();
    assertThat(trial.team().saves()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aCredentialIsNotCarriedElsewhere(int status) {
    var trial = Trial.on(stage, "staging");
    stage
        .sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>always(
                    new Fault.Redirect(status, there(stage.sandbox().tokenUrl())))
                .organization(trial.team().organization()));

    trial.apply("new");

    trial.team().awaitReason(Trial.NAME, "RedirectRejected");
    assertThat(elsewhere.connections()).isZero();
    assertThat(trial.tokenCalls()).isEqualTo(1);
    assertThat(trial.puts()).isZero();
  }
}
