package io.dodil.buildsecrets.e2e.faults;

import static io.dodil.buildsecrets.e2e.faults.FaultRow.Next.RECOVERS;
import static io.dodil.buildsecrets.e2e.faults.FaultRow.Next.STALLS;
import static io.dodil.buildsecrets.e2e.faults.FaultRow.fault;
import static io.dodil.buildsecrets.e2e.faults.FaultRow.saved;
import static io.dodil.buildsecrets.e2e.faults.FaultRow.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.RelayedEndpoints;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.Fault.SuccessFlag.Value;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What the token endpoint may answer. Nothing is saved yet; all rows run at once.
@OperatorTest
class TokenFaultIT {

  private static final String NO_TOKEN_YET = "{\"token_type\":\"Bearer\",\"expires_in\":300}";

  static final List<FaultRow> TABLE =
      List.of(
          // a token, whatever it is called and however long it lives
          saved(new TokenFault.NoExpiresIn()),
          saved(new TokenFault.ShortLived(Duration.ofSeconds(10))),
          saved(new Fault.ContentType("text/html")),
          saved(new Fault.Delay(Duration.ofSeconds(1))),
          // somebody else's
          fault(new TokenFault.ForeignOrganization("globex"), "OrganizationMismatch", RECOVERS),
          fault(
              new TokenFault.SeveralOrganizations(List.of("globex")),
              "OrganizationMismatch",
              RECOVERS),
          // one that says nobody's name
          fault(new TokenFault.OpaqueToken(), "OrganizationUnnamed", RECOVERS),
          fault(new TokenFault.Claims(Map.of()), "OrganizationUnnamed", RECOVERS),
          // a success without a token
          fault(new Fault.SuccessFlag(Value.MISSING), "TokenUnavailable", RECOVERS),
          fault(new Fault.Wrapped(), "TokenUnavailable", RECOVERS),
          fault(new Fault.HugeBody(100 << 20), "TokenUnavailable", RECOVERS),
          fault(new Fault.GzipBomb(10 << 20), "TokenUnavailable", RECOVERS),
          fault(new Fault.Respond(200).withBody(NO_TOKEN_YET), "TokenUnavailable", RECOVERS),
          token("a b"),
          token(""),
          status(200, "TokenUnavailable", RECOVERS),
          status(201, "TokenUnavailable", RECOVERS),
          status(204, "TokenUnavailable", RECOVERS),
          // a redirect
          status(304, "RedirectRejected", STALLS),
          redirect(301),
          redirect(302),
          redirect(307),
          redirect(308),
          // the credential
          status(400, "AuthenticationFailed", RECOVERS),
          status(401, "AuthenticationFailed", RECOVERS),
          status(403, "AuthenticationFailed", RECOVERS),
          // an outage
          status(429, "RateLimited", RECOVERS),
          retryAfter("1"),
          retryAfter("soon"),
          status(404, "TokenUnavailable", RECOVERS),
          status(405, "TokenUnavailable", RECOVERS),
          status(407, "TokenUnavailable", RECOVERS),
          status(408, "TokenUnavailable", RECOVERS),
          status(409, "TokenUnavailable", RECOVERS),
          status(413, "TokenUnavailable", RECOVERS),
          status(418, "TokenUnavailable", RECOVERS),
          status(421, "TokenUnavailable", RECOVERS),
          status(422, "TokenUnavailable", RECOVERS),
          status(499, "TokenUnavailable", RECOVERS),
          status(500, "TokenUnavailable", RECOVERS),
          status(501, "TokenUnavailable", RECOVERS),
          status(502, "TokenUnavailable", RECOVERS),
          status(503, "TokenUnavailable", RECOVERS),
          status(504, "TokenUnavailable", RECOVERS),
          status(599, "TokenUnavailable", RECOVERS),
          status(999, "TokenUnavailable", RECOVERS));

  private final RelayedEndpoints ways = new RelayedEndpoints();
  private OperatorFixture fixture;
  private FaultRuns courses;

  private static FaultRow token(String token) {
    var body = "{\"access_token\":\"%s\",\"token_type\":\"Bearer\"}".formatted(token);
    return fault(new Fault.Respond(200).withBody(body), "TokenUnavailable", RECOVERS)
        .called("token \"" + token + "\"");
  }

  private static FaultRow redirect(int status) {
    return fault(new Fault.Redirect(status, "/elsewhere"), "RedirectRejected", STALLS)
        .called("redirect " + status);
  }

  private static FaultRow retryAfter(String value) {
    return fault(new Fault.Respond(429).withHeader("Retry-After", value), "RateLimited", RECOVERS)
        .called("429, Retry-After: " + value);
  }

  @BeforeAll
  void meetThemAll(Cluster cluster) {
    // a connection that all shared would break for all
    TABLE.forEach(row -> ways.with(way(row), RelayedEndpoints.Call.TOKEN));
    fixture = OperatorFixture.start(cluster, SettingsOverrides.with(t -> t.ways(ways)));
    courses =
        FaultRuns.start(TABLE, row -> FaultCase.ofToken(FullResource.on(fixture, way(row)), row));
  }

  private static String way(FaultRow row) {
    return "row-" + TABLE.indexOf(row);
  }

  @AfterAll
  void strike() throws IOException {
    fixture.close();
    ways.close();
  }

  @ParameterizedTest
  @FieldSource("TABLE")
  void isReportedAndNothingIsSentBeforeATokenCame(FaultRow row) {
    var course = courses.of(row);

    FaultCase.verify(row, course);
    assertThat(course.sets()).hasSize(1);
    assertThat(course.said())
        .filteredOn(said -> !said.isWell())
        .allMatch(said -> said.message().endsWith("; nothing has been saved yet"));
  }
}
