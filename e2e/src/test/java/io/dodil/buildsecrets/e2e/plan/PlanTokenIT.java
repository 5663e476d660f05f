package io.dodil.buildsecrets.e2e.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.KubectlUser;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.Ports;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `plan --check-token` asks the token endpoint and judges as the operator would; it never saves.
@Tag("jar")
@OperatorTest
class PlanTokenIT {

  private final Cluster cluster;
  private OperatorFixture fixture;
  private Path configuration;

  PlanTokenIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void set() throws IOException {
    fixture = OperatorFixture.withoutOperator(cluster);
    configuration =
        fixture.configurationFile(Files.createTempFile("plan", ".yaml"), new Ports(8081, 8080));
    // whether a token comes at all, not how soon
    Files.writeString(
        configuration, Files.readString(configuration).replace("timeout: 5s", "timeout: 60s"));
  }

  @AfterAll
  void strike() throws IOException {
    assertThat(fixture.sandbox().saveCalls()).isEmpty();
    fixture.close();
  }

  private TestNamespace ns() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    ns.apply("one", GROUPS);
    return ns;
  }

  private static final String GROUPS =
      "buildSecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]";

  private PlanResult plan(TestNamespace ns) throws Exception {
    return PlanResult.by(
        KubectlUser.administrator(cluster),
        "",
        "plan",
        "-n",
        ns.namespace(),
        "one",
        "--config",
        configuration.toString(),
        "--check-token");
  }

  private PlanResult planWith(TestNamespace ns, TokenFault fault) throws Exception {
    fixture.sandbox().faults().token(PlannedFault.always(fault).organization(ns.organization()));
    return plan(ns);
  }

  @Test
  void aGoodOneIsOfTheOrganization() throws Exception {
    var ns = ns();

    var plan = plan(ns);

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains(
            "token      the token endpoint gave a token that is of organization \"%s\""
                .formatted(ns.organization()));
    assertThat(fixture.sandbox().tokenCalls()).anyMatch(c -> c.client().equals(ns.bot()));
  }

  @Test
  void oneOfAnotherOrganizationWouldSendNothing() throws Exception {
    var ns = ns();
    var other = fixture.newNamespace();

    var plan = planWith(ns, new TokenFault.ForeignOrganization(other.organization()));

    assertThat(plan.exitCode()).as(plan.out()).isEqualTo(1);
    assertThat(plan.out())
        .contains(
            "problem    the credential in Secret \"dodil\" belongs to organization \"%s\", not to \"%s\" (OrganizationMismatch)"
                .formatted(other.organization(), ns.organization()));
  }

  @Test
  void aRefusedCredentialIsAProblem() throws Exception {
    var ns = ns();
    ns.secret("dodil", Map.of("client-id", ns.bot(), "client-secret", "wrong"));

    var plan = plan(ns);

    assertThat(plan.exitCode()).as(plan.out()).isEqualTo(1);
    assertThat(plan.out())
        .contains(
            "problem    the token endpoint refused the credential in Secret \"dodil\" (401)"
                + " (AuthenticationFailed)");
  }

  @Test
  void oneThatNamesNoOrganizationWouldSendNothing() throws Exception {
    var plan = planWith(ns(), new TokenFault.OpaqueToken());

    assertThat(plan.exitCode()).as(plan.out()).isEqualTo(1);
    assertThat(plan.out())
        .contains("problem    the token names no organization;")
        .contains("(OrganizationUnnamed)");
  }

  @Test
  void anOutageSaysNothingOfTheOperator() throws Exception {
    var plan = planWith(ns(), new Fault.Respond(503));

    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.out()).contains("the token endpoint gave no usable token (503)");
  }

  @Test
  void aReadyMadeOneIsLookedAtWithoutACall() throws Exception {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    var other = fixture.newNamespace();
    ns.secret("ready-made", Map.of("token", fixture.sandbox().issueToken(other.bot())));
    ns.applyWithToken("one", GROUPS);

    var plan = plan(ns);

    assertThat(plan.exitCode()).as(plan.out()).isEqualTo(1);
    assertThat(plan.out()).contains("(OrganizationMismatch)");
    assertThat(fixture.sandbox().tokenCalls()).noneMatch(c -> c.client().equals(ns.bot()));
  }
}
