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
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What the API may answer to a save. An older set is in force; all rows run at once.
@OperatorTest
class FaultIT {

  static final List<FaultRow> TABLE =
      List.of(
          // a success, whatever it is called and wrapped in
          saved(new Fault.Wrapped()),
          saved(new Fault.ContentType("text/html")),
          saved(new Fault.Delay(Duration.ofSeconds(1))),
          saved(new Fault.Respond(201, null, "{\"success\":true}", false, true)).called("201 true"),
          // a success without success
          fault(new Fault.SuccessFlag(Value.MISSING), "SaveNotConfirmed", RECOVERS).called("{}"),
          fault(new Fault.SuccessFlag(Value.FALSE), "SaveNotConfirmed", RECOVERS).called("false"),
          fault(new Fault.SuccessFlag(Value.TEXT), "SaveNotConfirmed", RECOVERS).called("\"true\""),
          fault(new Fault.HugeBody(100 << 20), "SaveNotConfirmed", RECOVERS),
          fault(new Fault.GzipBomb(10 << 20), "SaveNotConfirmed", RECOVERS),
          fault(new Fault.Respond(200).withBody("<html>"), "SaveNotConfirmed", RECOVERS),
          status(200, "SaveNotConfirmed", RECOVERS),
          status(201, "SaveNotConfirmed", RECOVERS),
          status(202, "SaveNotConfirmed", RECOVERS),
          status(204, "SaveNotConfirmed", RECOVERS),
          // a redirect
          status(300, "RedirectRejected", STALLS),
          status(304, "RedirectRejected", STALLS),
          redirect(301),
          redirect(302),
          redirect(303),
          redirect(307),
          redirect(308),
          // the content
          status(400, "PayloadRejected", STALLS),
          status(413, "PayloadRejected", STALLS),
          status(422, "PayloadRejected", STALLS),
          // who asks: once more with a fresh token
          status(401, "AuthenticationFailed", RECOVERS).metBy(2),
          status(403, "PermissionDenied", RECOVERS),
          // an outage
          status(408, "ApiUnavailable", RECOVERS),
          status(409, "ApiUnavailable", RECOVERS),
          status(500, "ApiUnavailable", RECOVERS),
          status(501, "ApiUnavailable", RECOVERS),
          status(502, "ApiUnavailable", RECOVERS),
          status(503, "ApiUnavailable", RECOVERS),
          status(504, "ApiUnavailable", RECOVERS),
          status(511, "ApiUnavailable", RECOVERS),
          status(599, "ApiUnavailable", RECOVERS),
          retryAfter(503, "0", "ApiUnavailable"),
          retryAfter(503, "1", "ApiUnavailable"),
          status(429, "RateLimited", RECOVERS),
          retryAfter(429, "1", "RateLimited"),
          retryAfter(429, "-1", "RateLimited"),
          retryAfter(429, "soon", "RateLimited"),
          retryAfter(429, "Thu, 01 Jan 1970 00:00:00 GMT", "RateLimited"),
          // nothing that answers a save
          status(402, "UnexpectedResponse", RECOVERS),
          status(404, "UnexpectedResponse", RECOVERS),
          status(405, "UnexpectedResponse", RECOVERS),
          status(407, "UnexpectedResponse", RECOVERS),
          status(410, "UnexpectedResponse", RECOVERS),
          status(415, "UnexpectedResponse", RECOVERS),
          status(418, "UnexpectedResponse", RECOVERS),
          status(421, "UnexpectedResponse", RECOVERS),
          status(425, "UnexpectedResponse", RECOVERS),
          status(431, "UnexpectedResponse", RECOVERS),
          status(451, "UnexpectedResponse", RECOVERS),
          status(499, "UnexpectedResponse", RECOVERS),
          status(600, "UnexpectedResponse", RECOVERS),
          status(999, "UnexpectedResponse", RECOVERS));

  private final RelayedEndpoints ways = new RelayedEndpoints();
  private OperatorFixture fixture;
  private FaultRuns courses;

  private static FaultRow redirect(int status) {
    return fault(new Fault.Redirect(status, "/elsewhere"), "RedirectRejected", STALLS)
        .called("redirect " + status);
  }

  private static FaultRow retryAfter(int status, String value, String reason) {
    return fault(new Fault.Respond(status).withHeader("Retry-After", value), reason, RECOVERS)
        .called(status + ", Retry-After: " + value);
  }

  @BeforeAll
  void meetThemAll(Cluster cluster) {
    // a connection that all shared would break for all
    TABLE.forEach(row -> ways.with(way(row), RelayedEndpoints.Call.SAVE));
    fixture = OperatorFixture.start(cluster, SettingsOverrides.with(t -> t.ways(ways)));
    courses =
        FaultRuns.start(TABLE, row -> FaultCase.ofSave(FullResource.on(fixture, way(row)), row));
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
  void isReportedAndLeavesWholeSetsOnly(FaultRow row) {
    var course = courses.of(row);

    FaultCase.verify(row, course);
    assertThat(course.said())
        .filteredOn(said -> !said.isWell())
        .allMatch(said -> said.message().endsWith("; the set saved last stays in force"));
  }
}
