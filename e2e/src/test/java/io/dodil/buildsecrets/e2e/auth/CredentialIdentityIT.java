package io.dodil.buildsecrets.e2e.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.Sandbox;
import io.dodil.buildsecrets.sandbox.Save;
import io.dodil.buildsecrets.sandbox.SaveCall;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A token is used for what it was asked for and with, and for nothing else. All endpoints take
/// tokens that name no organization, so that nothing but the token decides where a set goes.
@OperatorTest
class CredentialIdentityIT {

  private OperatorFixture fixture;
  private Sandbox low;
  private Sandbox high;

  @BeforeAll
  void set(Cluster cluster) throws IOException {
    fixture = OperatorFixture.withoutOperator(cluster);
    low = fixture.sandbox().api("save:low");
    high = fixture.sandbox().api("save:high");
    fixture.startOperator(
        SettingsOverrides.with(
            t -> t.endpoint(to("low", low)).endpoint(to("high", high)).ifNamed()));
  }

  private Endpoint to(String name, Sandbox api) {
    var tokenUrl = Optional.of(URI.create(fixture.sandbox().tokenUrl()));
    return new Endpoint(name, URI.create(api.apiUrl()), tokenUrl, "save:" + name);
  }

  @AfterAll
  void strike() throws IOException {
    fixture.close();
    low.close();
    high.close();
  }

  /// Two organizations whose accounts share a Secret, and whose values share another one.
  record Pair(TestNamespace acme, TestNamespace globex) {

    static Pair on(OperatorFixture fixture, boolean opaque) {
      var acme = fixture.newNamespace();
      var pair = new Pair(acme, fixture.newNamespace().at(acme.namespace()));
      acme.secret(
          "dodil",
          Map.of(
              "acme-id", acme.bot(),
              "acme-secret", acme.botSecret(),
              "globex-id", pair.globex.bot(),
              "globex-secret", pair.globex.botSecret()));
      acme.secret("npm", Map.of("acme", "of-acme", "globex", "of-globex"));
      if (opaque) {
        opaque(acme);
        opaque(pair.globex);
      }
      return pair;
    }

    private static void opaque(TestNamespace ns) {
      ns.sandbox()
          .faults()
          .token(
              PlannedFault.<TokenFault>always(new TokenFault.OpaqueToken())
                  .organization(ns.organization()));
    }

    void applyAcme() {
      apply(acme, "acme");
    }

    void applyGlobex() {
      apply(globex, "globex");
    }

    private static void apply(TestNamespace ns, String name) {
      var groups =
          "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: %s}}]".formatted(name);
      var keys =
          "{name: dodil}, clientIDKey: %1$s-id, clientSecretKey: %1$s-secret".formatted(name);
      ns.applyYaml(ns.yaml(name, groups).replace("{name: dodil}", keys));
    }

    /// Of the resource of acme.
    void editKeys(String id, String secret) {
      acme.patch(
          "acme",
          "{\"spec\":{\"auth\":{\"clientCredentials\":{\"clientIDKey\":\"%s\",\"clientSecretKey\":\"%s\"}}}}"
              .formatted(id, secret));
    }
  }

  private static Map<String, String> held(TestNamespace ns) {
    return ns.sandbox().holdings(ns.organization()).buildSecrets();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachAccountOfASecretSavesToItsOwnOrganization(boolean opaque) {
    var pair = Pair.on(fixture, opaque);
    pair.applyAcme();
    pair.acme().awaitReady("acme");

    pair.applyGlobex();

    pair.globex().awaitReady("globex");
    assertThat(held(pair.acme())).isEqualTo(Map.of("NPM_TOKEN", "of-acme"));
    assertThat(held(pair.globex())).isEqualTo(Map.of("NPM_TOKEN", "of-globex"));
    assertThat(fixture.cluster().statuses().statuses(pair.globex(), "globex"))
        .as("nothing was wrong in between")
        .hasSize(1);
    assertThat(pair.acme().saves()).extracting(Save::client).containsExactly(pair.acme().bot());
    assertThat(pair.globex().saves()).extracting(Save::client).containsExactly(pair.globex().bot());
  }

  @Test
  void theKeyOfAnotherAccountIsNoticedAtOnce() {
    var pair = Pair.on(fixture, false);
    pair.applyAcme();
    pair.acme().awaitReady("acme");

    pair.editKeys("globex-id", "globex-secret");

    pair.acme().awaitReason("acme", "OrganizationMismatch");
    assertThat(pair.globex().saves()).isEmpty();
    pair.editKeys("acme-id", "acme-secret");
    pair.acme().awaitReady("acme");
    assertThat(held(pair.acme())).isEqualTo(Map.of("NPM_TOKEN", "of-acme"));
  }

  /// Nobody can read whose it is: what the administrator and the spec say is done, at once.
  @Test
  void theKeyOfAnotherOpaqueAccountIsUsedAtOnce() {
    var pair = Pair.on(fixture, true);
    pair.applyAcme();
    pair.acme().awaitReady("acme");

    pair.editKeys("globex-id", "globex-secret");

    pair.globex().awaitSaves(1);
    assertThat(pair.globex().saves()).extracting(Save::client).containsExactly(pair.globex().bot());
    assertThat(pair.acme().saves()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aKeyThatIsMissingIsNoticedAtOnce(boolean opaque) {
    var pair = Pair.on(fixture, opaque);
    pair.applyAcme();
    pair.acme().awaitReady("acme");

    pair.editKeys("acme-id", "acme-sekret");

    pair.acme().awaitReason("acme", "SecretKeyNotFound");
    assertThat(pair.acme().saves()).hasSize(1);
  }

  @Test
  void eachApiSeesItsOwnScopeOnly() {
    var ns = fixture.newNamespace();
    ns.secret("npm", Map.of("token", "x"));
    var yaml = ns.yaml("NAME", "buildSecrets: [{name: A, secretKeyRef: {name: npm, key: token}}]");

    ns.applyYaml(yaml.replace("NAME", "one").replace("endpoint: staging", "endpoint: low"));
    ns.awaitReady("one");
    ns.applyYaml(yaml.replace("NAME", "two").replace("endpoint: staging", "endpoint: high"));
    ns.awaitReady("two");

    assertThat(low.saveCalls())
        .extracting(SaveCall::scope, SaveCall::status)
        .containsExactly(tuple("save:low", 200));
    assertThat(high.saveCalls())
        .extracting(SaveCall::scope, SaveCall::status)
        .containsExactly(tuple("save:high", 200));
  }
}
