package io.dodil.buildsecrets.e2e.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.AuditLog.Call;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A ready-made token in a Secret: read when it is needed, held by nobody.
@OperatorTest
class StaticTokenIT {

  private static final String AUTH = "token: {secretKeyRef: {name: ready-made, key: token}}";

  private OperatorFixture fixture;

  @BeforeAll
  void set(Cluster cluster) {
    fixture = OperatorFixture.start(cluster);
  }

  private FullResource with(String token) {
    var trial = FullResource.on(fixture, "staging");
    trial.ns().secret("ready-made", Map.of("token", token));
    return trial;
  }

  private FullResource saved() {
    var trial = FullResource.on(fixture, "staging");
    putToken(trial);
    trial.apply("old", AUTH);
    trial.awaitSaved(1);
    return trial;
  }

  private void putToken(FullResource trial) {
    var token = fixture.sandbox().issueToken(trial.ns().bot());
    trial.ns().secret("ready-made", Map.of("token", token + "\n"));
  }

  private static String naming(String organization, Instant expiry) {
    var claims =
        "{\"org_name\":\"%s\",\"exp\":%d}".formatted(organization, expiry.getEpochSecond());
    return "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(UTF_8)) + ".x";
  }

  @Test
  void isReadAgainInEveryRunThatReads() {
    var trial = saved();
    var mark = fixture.cluster().audit().mark();

    trial.apply("new", AUTH);
    trial.awaitSaved(2);

    assertThat(fixture.cluster().audit().operatorCallsSince(mark))
        .filteredOn(Call::isSecretRead)
        .filteredOn(call -> call.namespace().equals(trial.ns().namespace()))
        .extracting(Call::name)
        .contains("ready-made");
    assertThat(trial.tokenCalls()).isZero();
  }

  @Test
  void saysWhenItExpires() {
    var before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    var trial = saved();

    var expiry = trial.ns().status(FullResource.NAME).tokenExpirationTime();
    assertThat(Instant.parse(String.valueOf(expiry)))
        .isBetween(before.plusSeconds(300), Instant.now().plusSeconds(300));
  }

  @Test
  void isReportedAtOnceWhenItIsRefused() {
    var trial = saved();
    fixture
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>once(new Fault.Respond(401))
                .organization(trial.ns().organization()));

    trial.apply("new", AUTH);

    trial.ns().awaitReason(FullResource.NAME, "AuthenticationFailed");
    trial.awaitSaved(2);
    assertThat(trial.puts()).isEqualTo(3);
    assertThat(trial.tokenCalls()).isZero();
  }

  @Test
  void isNotSentAfterItsTimeAndUsedAtOnceWhenItIsReplaced() {
    var yesterday = Instant.now().minus(1, ChronoUnit.DAYS);
    var trial = FullResource.on(fixture, "staging");
    trial.ns().secret("ready-made", Map.of("token", naming(trial.ns().organization(), yesterday)));

    trial.apply("new", AUTH);

    var status = trial.ns().awaitReason(FullResource.NAME, "TokenExpired");
    assertThat(status.isTrue("Stalled")).isTrue();
    assertThat(String.valueOf(status.tokenExpirationTime()))
        .isEqualTo(yesterday.truncatedTo(ChronoUnit.SECONDS).toString());
    assertThat(fixture.sandbox().saveCalls()).noneMatch(c -> c.organization().isEmpty());
    putToken(trial);
    trial.awaitSaved(1);
    assertThat(trial.puts()).isEqualTo(1);
  }

  @Test
  void ofAnotherOrganizationIsNotSent() {
    var trial = with(naming("somebody-else", Instant.now().plusSeconds(60)));

    trial.apply("new", AUTH);

    trial.ns().awaitReason(FullResource.NAME, "OrganizationMismatch");
    assertThat(fixture.sandbox().saveCalls()).noneMatch(c -> c.organization().isEmpty());
  }

  @Test
  void thatIsNoHeaderIsNotSent() {
    var trial = with("two words");

    trial.apply("new", AUTH);

    trial.ns().awaitReason(FullResource.NAME, "InvalidSecretData");
    assertThat(trial.puts()).isZero();
  }
}
