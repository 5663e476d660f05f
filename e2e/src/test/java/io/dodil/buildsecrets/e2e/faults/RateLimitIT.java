package io.dodil.buildsecrets.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.SaveCall;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The other side asks to be left alone, and is.
@OperatorTest
class RateLimitIT {

  private final OperatorFixture fixture;

  RateLimitIT(OperatorFixture fixture) {
    this.fixture = fixture;
  }

  private FullResource limited(String retryAfter) {
    var trial = FullResource.on(fixture, "staging");
    fixture
        .sandbox()
        .faults()
        .save(
            PlannedFault.<Fault>once(new Fault.Respond(429).withHeader("Retry-After", retryAfter))
                .organization(trial.ns().organization()));
    return trial;
  }

  private Duration betweenTheFirstTwo(FullResource trial) {
    var arrivals =
        fixture.sandbox().saveCalls().stream()
            .filter(call -> call.organization().equals(trial.ns().organization()))
            .map(SaveCall::arrival)
            .toList();
    return Duration.between(arrivals.get(0).time(), arrivals.get(1).time());
  }

  @Test
  void waitsForAsManySecondsAsItIsTold() {
    var trial = limited("3");

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "RateLimited");
    trial.awaitSaved(1);
    assertThat(betweenTheFirstTwo(trial)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(trial.puts()).isEqualTo(2);
  }

  @Test
  void waitsUntilTheDateItIsTold() {
    var date = Instant.now().plusSeconds(4).atOffset(ZoneOffset.UTC);
    var trial = limited(DateTimeFormatter.RFC_1123_DATE_TIME.format(date));

    trial.apply("new");

    trial.awaitSaved(1);
    assertThat(betweenTheFirstTwo(trial)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(fixture.sandbox().saves(trial.ns().organization()).getFirst().arrival().time())
        .isAfterOrEqualTo(date.toInstant().truncatedTo(ChronoUnit.SECONDS));
  }

  @Test
  void isNotHurriedByAnybody() {
    var trial = limited("99999999999999999999");
    trial.apply("old");
    trial.ns().awaitReason(FullResource.NAME, "RateLimited");

    trial.forceSync();
    trial.apply("new");

    trial.ns().await(FullResource.NAME, s -> Objects.equals(s.observedGeneration(), 2L));
    assertThat(trial.ns().condition(FullResource.NAME, "Ready").reason()).isEqualTo("RateLimited");
    assertThat(trial.puts()).isEqualTo(1);
  }

  @Test
  void holdsNobodyElseBack() {
    var limited = limited("600");
    limited.apply("new");
    limited.ns().awaitReason(FullResource.NAME, "RateLimited");
    var other = FullResource.on(fixture, "staging");

    other.apply("new");

    other.awaitSaved(1);
  }

  @Test
  void isOverForAnotherCredential() {
    var trial = limited("600");
    trial.apply("new");
    trial.ns().awaitReason(FullResource.NAME, "RateLimited");

    var secret = trial.ns().organization().replace("org-", "client-secret-");
    trial.ns().secret("dodil-2", Map.of("client-id", trial.ns().bot(), "client-secret", secret));
    trial.apply("new", "clientCredentials: {secretRef: {name: dodil-2}}");

    trial.awaitSaved(2);
  }

  @Test
  void isHeededFromTheTokenEndpointToo() {
    var trial = FullResource.on(fixture, "staging");
    fixture
        .sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>once(new Fault.Respond(503).withHeader("Retry-After", "3"))
                .organization(trial.ns().organization()));

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "TokenUnavailable");
    trial.awaitSaved(1);
    var arrivals =
        fixture.sandbox().tokenCalls().stream()
            .filter(call -> call.client().equals(trial.ns().bot()))
            .map(call -> call.arrival().time())
            .toList();
    assertThat(List.of(arrivals.get(0).plusSeconds(3), arrivals.get(1))).isSorted();
  }
}
