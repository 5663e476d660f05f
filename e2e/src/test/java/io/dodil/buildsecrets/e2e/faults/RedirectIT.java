package io.dodil.buildsecrets.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.Relay;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Redirects to another origin, where somebody waits who would answer well.
@OperatorTest
class RedirectIT {

  private OperatorFixture fixture;
  private Relay elsewhere;

  @BeforeAll
  void set(Cluster cluster) {
    fixture = OperatorFixture.start(cluster);
    elsewhere = Relay.to(fixture.sandbox().port());
  }

  @AfterAll
  void strike() throws IOException {
    fixture.close();
    elsewhere.close();
  }

  private String there(String url) {
    return url.replace(":" + fixture.sandbox().port(), ":" + elsewhere.port());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aSaveIsNotCarriedElsewhere(int status) {
    var trial = FullResource.on(fixture, "staging");
    var url = there(fixture.sandbox().apiUrl()) + "/v1/ignite/builds/secrets";
    fixture
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>always(new Fault.Redirect(status, url))
                .organization(trial.ns().organization()));

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "RedirectRejected");
    assertThat(trial.ns().status(FullResource.NAME).isTrue("Stalled")).isTrue();
    assertThat(trial.ns().condition(FullResource.NAME, "Ready").message())
        .doesNotContain("localhost", Integer.toString(elsewhere.port()));
    assertThat(elsewhere.connections()).isZero();
    assertThat(trial.ns().saves()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aCredentialIsNotCarriedElsewhere(int status) {
    var trial = FullResource.on(fixture, "staging");
    fixture
        .sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>always(
                    new Fault.Redirect(status, there(fixture.sandbox().tokenUrl())))
                .organization(trial.ns().organization()));

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "RedirectRejected");
    assertThat(elsewhere.connections()).isZero();
    assertThat(trial.tokenCalls()).isEqualTo(1);
    assertThat(trial.puts()).isZero();
  }
}
