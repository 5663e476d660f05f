package io.dodil.buildsecrets.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Golden;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.KubectlUser;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.plan.PlanResult;
import io.dodil.buildsecrets.e2e.schema.Submission;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may name which Secrets, by each way to the API server.
@OperatorTest
class AdmissionPolicyIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUSPEND = "{\"spec\":{\"suspend\":true}}";
  private static final String RESUME = "{\"spec\":{\"suspend\":null}}";

  private AdmissionPolicy policy;
  private TenantUser nobody;
  private TenantUser reader;
  private TenantUser some;
  private TenantUser controller;

  @BeforeAll
  void install(Cluster cluster) {
    policy = AdmissionPolicy.install(cluster, "authors").awaitInForce(resource("mine"));
    cluster.statuses().leaveAlone(policy.namespace());
    nobody = policy.author("reader-of-none");
    reader = policy.author("reader-of-all").mayGet(List.of());
    some = policy.author("reader-of-some").mayGet(List.of("dodil", "mine"));
    controller = policy.author("system:serviceaccount:flux-system:kustomize-controller");
    existing("existing", resource("mine"));
    existing("both", resource("mine", "theirs"));
    existing("suspended", suspended(resource("mine")));
  }

  @AfterAll
  void clear() {
    List.of(nobody, reader, some, controller).forEach(TenantUser::close);
    policy.cluster().admin().resources(BuildSecrets.class).inNamespace(policy.namespace()).delete();
  }

  @Test
  void isNamedByPlan() throws Exception {
    var mayCreate = KubectlUser.may("ignite.dodil.io", "buildsecrets", "create");
    var planner = KubectlUser.with(policy.cluster(), policy.namespace(), "planner", mayCreate);

    var plan =
        PlanResult.by(planner, named(resource("mine"), "planned").toString(), "plan", "-f", "-");

    assertThat(plan.exitCode()).isNotZero();
    assertThat(plan.out())
        .containsPattern("ValidatingAdmissionPolicy \"[^\"]+\" does not let you apply it")
        .doesNotContain("may not create it");
  }

  @ParameterizedTest
  @EnumSource
  void aReaderOfAllMayNameAny(Submission way) {
    assertThat(reader.tries(way, resource("whatever", "does-not-exist"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aReaderOfSomeMayNameThose(Submission way) {
    assertThat(some.tries(way, resource("mine", "mine"))).isEmpty();
    assertRefused(some.tries(way, resource("mine", "theirs")));
  }

  @ParameterizedTest
  @EnumSource
  void whoReadsNoneMayNameNone(Submission way) {
    assertRefused(nobody.tries(way, resource("mine", "mine")));
  }

  @ParameterizedTest
  @EnumSource
  void theAdministratorMayNameAny(Submission way) {
    var admin = policy.cluster().admin();
    assertThat(way.tried(admin, policy.namespace(), resource("mine", "theirs"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aGitOpsControllerIsAskedForItsOwnRights(Submission way) {
    assertRefused(controller.tries(way, resource("mine", "mine")));
    try (var trusted =
        policy.author("system:serviceaccount:flux-system:trusted").mayGet(List.of())) {
      assertThat(trusted.tries(way, resource("mine", "mine"))).isEmpty();
    }
  }

  @Test
  void aPatchOfOneReferenceIsAskedForAllOfThem() {
    assertRefused(nobody.patches("existing", buildSecrets("mine", "mine")));
    assertThat(some.patches("existing", buildSecrets("mine", "mine"))).isEmpty();
    assertRefused(some.patches("existing", buildSecrets("mine", "theirs")));
    assertRefused(nobody.patches("existing", "{\"spec\":{\"organization\":\"other\"}}"));
    assertRefused(nobody.patches("existing", "{\"spec\":{\"endpoint\":\"other\"}}"));
  }

  @Test
  void whatIsNoLongerNamedNeedsNoRight() {
    assertThat(some.patches("both", buildSecrets("mine"))).isEmpty();
    assertRefused(some.patches("both", buildSecrets("theirs")));
  }

  @Test
  void anOptionalReferenceIsOneToo() {
    var optional = resource("theirs");
    ((ObjectNode) optional.at("/spec/buildSecrets/0/secretKeyRef")).put("optional", true);

    assertRefused(some.tries(Submission.CREATE, optional));
  }

  @Test
  void toSuspendNeedsNoRightAndToResumeDoes() {
    assertThat(nobody.patches("existing", SUSPEND)).isEmpty();
    assertRefused(nobody.patches("suspended", RESUME));
    assertRefused(nobody.patches("suspended", "{\"spec\":{\"suspend\":false}}"));
    assertThat(some.patches("suspended", RESUME)).isEmpty();
    assertRefused(nobody.patches("existing", "{\"spec\":{\"suspend\":false}}"));
  }

  @Test
  void metadataNeedsNoRight() {
    var labels =
        "{\"metadata\":{\"labels\":{\"team\":\"a\"},\"finalizers\":[\"example.com/keep\"]}}";
    var resync = "{\"metadata\":{\"annotations\":{\"ignite.dodil.io/sync-requested-at\":\"now\"}}}";

    assertThat(nobody.patches("existing", labels)).isEmpty();
    assertThat(nobody.patches("existing", resync)).isEmpty();
    assertThat(nobody.tries(Submission.UPDATE, resource("mine"))).as("unchanged").isEmpty();
    assertThat(nobody.deletes("existing")).isEmpty();
  }

  @Test
  void kubectlSaysWhatToDo() throws IOException {
    var manifest = named(resource("theirs"), "refused").toString();
    var kubectl = Kubectl.of(policy.cluster());
    var arguments =
        new String[] {"apply", "-f", "-", "-n", policy.namespace(), "--as", some.user()};

    var refused = kubectl.call(manifest, arguments);

    Golden.expect(
        "admission/refused.txt", refused.output().replace(policy.namespace(), "<namespace>"));
    assertThat(refused.exitCode()).isEqualTo(1);
  }

  @Test
  void theOperatorIsNotHindered(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.start(cluster)) {
      var ns = fixture.newNamespace();
      var covered =
          ns.at(policy.namespace()).withCredential(ns.bot().replace("bot", "client-secret"));
      covered.secret("npm", Map.of("token", "x"));

      covered.apply("synced", "buildSecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]");

      covered.awaitReady("synced");
      assertThat(covered.status("synced").lastSave()).as("written by the operator").isNotNull();
    }
  }

  @Test
  void canWarnFirst(Cluster cluster) {
    var warning = "admissionPolicy.validationActions={Warn}";
    var warned = AdmissionPolicy.install(cluster, "warned", "--set", warning);
    try (var author = warned.author("reader-of-none")) {
      var create =
          new String[] {
            "create", "-f", "-", "-n", warned.namespace(), "--dry-run=server", "--as", author.user()
          };
      var manifest = named(resource("mine"), "warned").toString();

      await()
          .untilAsserted(
              () ->
                  assertThat(Kubectl.of(cluster).call(manifest, create).output())
                      .contains("Warning: ", AdmissionPolicy.REFUSED, "warned created"));
    }
  }

  private void existing(String name, ObjectNode object) {
    Submission.existing(policy.cluster().admin(), policy.namespace(), object, name);
  }

  /// With a build argument from each of those Secrets; the credential is in "dodil".
  private static ObjectNode resource(String... secrets) {
    var object = JSON.createObjectNode();
    object.put("apiVersion", "ignite.dodil.io/v1alpha1").put("kind", "BuildSecrets");
    var spec = object.putObject("spec").put("endpoint", "staging").put("organization", "acme");
    spec.withObject("/auth/clientCredentials/secretRef").put("name", "dodil");
    spec.set("buildSecrets", arguments(secrets));
    return object;
  }

  private static ArrayNode arguments(String... secrets) {
    var arguments = JSON.createArrayNode();
    for (var secret : secrets) {
      var argument = arguments.addObject().put("name", "ARGUMENT_" + arguments.size());
      argument.putObject("secretKeyRef").put("name", secret).put("key", "token");
    }
    return arguments;
  }

  private static String buildSecrets(String... secrets) {
    return "{\"spec\":{\"buildSecrets\":%s}}".formatted(arguments(secrets));
  }

  private static ObjectNode suspended(ObjectNode object) {
    object.withObject("/spec").put("suspend", true);
    return object;
  }

  private static ObjectNode named(ObjectNode object, String name) {
    object.putObject("metadata").put("name", name);
    return object;
  }

  private static void assertRefused(Optional<String> answer) {
    assertThat(answer).hasValueSatisfying(m -> assertThat(m).contains(AdmissionPolicy.REFUSED));
  }
}
