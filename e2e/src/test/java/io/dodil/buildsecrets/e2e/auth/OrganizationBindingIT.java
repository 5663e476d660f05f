package io.dodil.buildsecrets.e2e.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Organization;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.SaveCall;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `organizations`: who may save to which organization, whatever credentials he brings.
@ExtendWith(OperatorExtension.class)
class OrganizationBindingIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void onlyTheNamespaceThatIsBoundMaySave(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      var bound = withNpm(fixture);
      var stranger = withNpm(fixture);
      fixture.startOperator(
          SettingsOverrides.with(t -> t.allow(bound.organization(), bound.namespace())));

      stranger.apply("own", NPM);
      stranger.applyYaml(
          stranger.yaml("theirs", NPM).replace(stranger.organization(), bound.organization()));
      bound.apply("one", NPM);

      bound.awaitReady("one");
      stranger.awaitReason("own", "OrganizationNotAllowed");
      stranger.awaitReason("theirs", "OrganizationNotAllowed");
      GoldenStatus.expect("OrganizationNotAllowed", stranger, "theirs");
      assertThat(bound.saves()).hasSize(1);
      assertThat(fixture.sandbox().tokenCalls()).hasSize(1);
    }
  }

  @Test
  void aTokenThatNobodyCanReadIsNoProof(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      var ns = withNpm(fixture);
      fixture
          .sandbox()
          .faults()
          .token(
              PlannedFault.<TokenFault>always(new TokenFault.OpaqueToken())
                  .organization(ns.organization()));
      fixture.startOperator(
          SettingsOverrides.with(t -> t.ifNamed().allow(ns.organization(), ns.namespace())));

      ns.apply("one", NPM);

      ns.awaitReason("one", "OrganizationUnnamed");
      assertThat(ns.saves()).isEmpty();
    }
  }

  @Test
  void theTokenMustCarryTheIdThatIsBound(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      var usual = withNpm(fixture);
      var byClaim = withNpm(fixture);
      var another = withNpm(fixture);
      var without = withNpm(fixture);
      var namespaces = List.of(usual, byClaim, another, without);
      claims(byClaim, Map.of("org_name", byClaim.organization(), "org_id", id(byClaim)));
      claims(
          another, Map.of("organization", Map.of(another.organization(), Map.of("id", id(usual)))));
      claims(without, Map.of("org_name", without.organization()));
      fixture.startOperator(
          SettingsOverrides.with(
              t -> namespaces.forEach(b -> t.allowWithId(b.organization(), id(b), b.namespace()))));

      namespaces.forEach(ns -> ns.apply("one", NPM));

      usual.awaitReady("one");
      byClaim.awaitReady("one");
      another.awaitReason("one", "OrganizationMismatch");
      without.awaitReason("one", "OrganizationMismatch");
      assertThat(fixture.sandbox().saveCalls())
          .extracting(SaveCall::organization)
          .containsExactlyInAnyOrder(usual.organization(), byClaim.organization());
    }
  }

  @Test
  void anIdThatIsAddedIsAskedForAtTheRestart(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.withoutOperator(cluster)) {
      var right = withNpm(fixture);
      var wrong = withNpm(fixture);
      fixture.startOperator();
      right.apply("one", NPM);
      wrong.apply("one", NPM);
      right.awaitReady("one");
      wrong.awaitReady("one");
      fixture.stopOperator();

      fixture.startOperator(
          SettingsOverrides.with(
              t ->
                  t.allowWithId(right.organization(), id(right), right.namespace())
                      .allowWithId(wrong.organization(), id(right), wrong.namespace())));

      wrong.awaitReason("one", "OrganizationMismatch");
      right.awaitSaves(2);
      right.awaitReady("one");
      assertThat(wrong.saves()).hasSize(1);
    }
  }

  private static String id(TestNamespace ns) {
    return new Organization(ns.organization()).id().toString();
  }

  private static void claims(TestNamespace ns, Map<String, Object> claims) {
    ns.sandbox()
        .faults()
        .token(
            PlannedFault.<TokenFault>always(new TokenFault.Claims(claims))
                .organization(ns.organization()));
  }

  private static TestNamespace withNpm(OperatorFixture fixture) {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    return ns;
  }
}
