package io.dodil.buildsecrets.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.plan.Validation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of the statuses with which the API server answers.
class DryRunTest {

  private static final String WITH_NAME =
      "\"name\": \"acme\", \"group\": \"ignite.dodil.io\", \"kind\": \"buildsecrets\"";
  private static final String POLICY =
      "ValidatingAdmissionPolicy 'no-ci.example.com' with binding 'b' denied request: canary";

  private final MockCluster server = new MockCluster();

  @AfterEach
  void stop() {
    server.close();
  }

  private Validation tried(int code, String status) throws Exception {
    server.answerTryOut(code, status);
    try (var cluster = new Cluster(server.kubeconfig())) {
      return new DryRun(cluster).of(resource());
    }
  }

  private static ObjectNode resource() {
    var resource = JsonNodeFactory.instance.objectNode();
    resource.putObject("metadata").put("namespace", "ci").put("name", "acme").put("uid", "u");
    resource.putObject("status").put("x", "y");
    return resource;
  }

  /// Of `metav1.Status`.
  private static String status(int code, String reason, String message, String details) {
    return """
    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, "reason": "%s",
     "message": "%s", "details": {%s}}
    """
        .formatted(code, reason, message, details);
  }

  private static String causes(String causes) {
    return WITH_NAME + ", \"causes\": [" + causes + "]";
  }

  @Test
  void sendsWhatACallerMayWriteAndNothingStays() throws Exception {
    assertThat(tried(201, "{}")).isEqualTo(new Validation.Passed());

    assertThat(server.lastRequest().getPath()).isEqualTo(MockCluster.TRY_OUT);
    assertThat(server.lastRequest().getUtf8Body())
        .isEqualTo("{\"metadata\":{\"namespace\":\"ci\",\"name\":\"acme\"}}");
  }

  @Test
  void oneThatIsThereAlreadyIsNoRefusal() throws Exception {
    assertThat(tried(409, status(409, "AlreadyExists", "there", WITH_NAME)))
        .isEqualTo(new Validation.Passed());
  }

  /// Whatever the message says, which another version may word otherwise.
  @ParameterizedTest
  @ValueSource(strings = {"User x cannot create resource y", "no"})
  void aRightThatIsMissingIsAGap(String message) throws Exception {
    var details = "\"group\": \"ignite.dodil.io\", \"kind\": \"buildsecrets\"";

    assertThat(tried(403, status(403, "Forbidden", message, details)))
        .isInstanceOfSatisfying(
            Validation.Unasked.class,
            unasked ->
                assertThat(unasked.why().command())
                    .contains("kubectl auth can-i create buildsecrets -n ci"));
  }

  /// It may quote anything, also what an authorizer says.
  @ParameterizedTest
  @ValueSource(strings = {WITH_NAME, "", "\"kind\": \"pods\""})
  void admissionRefusesWithTheSameCode(String details) throws Exception {
    assertThat(tried(403, status(403, "Forbidden", "canary cannot create resource", details)))
        .isEqualTo(
            refused(
                "an admission rule of the cluster does not let you apply it: kubectl apply"
                    + " --dry-run=server says more"));
  }

  @ParameterizedTest
  @CsvSource({"403, Forbidden", "422, Invalid"})
  void namesThePolicyThatRefuses(int code, String reason) throws Exception {
    var details = causes("{\"message\": \"%s\"}".formatted(POLICY));

    assertThat(tried(code, status(code, reason, POLICY, details)))
        .isEqualTo(
            refused(
                "ValidatingAdmissionPolicy \"no-ci.example.com\" does not let you apply it: kubectl"
                    + " apply --dry-run=server says more"));
  }

  @Test
  void saysOfEachFieldWhatKindOfFaultItHas() throws Exception {
    var details =
        causes(
            """
            {"reason": "FieldValueTypeInvalid", "message": "canary", "field": "spec.suspend"},
            {"reason": "FieldValueRequired", "message": "canary", "field": "spec.auth"},
            {"reason": "FieldValueInvalid", "message": "canary", "field": "spec.x y"}
            """);

    assertThat(tried(422, status(422, "Invalid", "canary", details)))
        .isEqualTo(refused("spec.auth: is missing", "spec.suspend: is of the wrong type"));
  }

  @Test
  void namesUnknownFields() throws Exception {
    var message = "strict decoding error: unknown field \\\"spec.typo\\\"";

    assertThat(tried(400, status(400, "BadRequest", message, "")))
        .isEqualTo(refused("spec.typo: there is no such field"));
  }

  @ParameterizedTest
  @CsvSource({"namespaces, namespace \"ci\" does not exist", "'', the cluster has no CRD for it"})
  void withoutNamespaceOrCrdItWasNotTried(String kind, String reason) throws Exception {
    assertThat(tried(404, status(404, "NotFound", "x", "\"kind\": \"%s\"".formatted(kind))))
        .isInstanceOfSatisfying(
            Validation.Unasked.class,
            unasked -> assertThat(unasked.why().sentence()).endsWith("not tried: " + reason));
  }

  @Test
  void saysThatTheApiServerFailed() throws Exception {
    assertThat(tried(500, "canary"))
        .isInstanceOfSatisfying(
            Validation.Unasked.class,
            unasked ->
                assertThat(unasked.why().sentence())
                    .isEqualTo("the API server could not try it out (500)"));
  }

  private static Validation refused(String... sentences) {
    return new Validation.Refused(List.of(sentences));
  }
}
