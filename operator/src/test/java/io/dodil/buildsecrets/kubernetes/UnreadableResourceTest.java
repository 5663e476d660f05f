package io.dodil.buildsecrets.kubernetes;

import static io.dodil.buildsecrets.kubernetes.ApiServer.STATUS_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ResourceLock(ShellFixture.LOG)
@Timeout(60)
class UnreadableResourceTest {

  private static final String HEAD =
      "apiVersion: ignite.dodil.io/v1alpha1\nkind: BuildSecrets\nmetadata: {name: odd}\n";
  private static final String WHOLE = ShellFixture.resource("odd", "");

  /// What no schema of ours would let in, and where it is.
  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of("spec.endpoint", WHOLE.replace("staging", "{quoted-canary: 1}")),
        Arguments.of("spec.buildSecrets", WHOLE + "  buildSecrets: quoted-canary\n"),
        Arguments.of("spec.buildSecrets[0]", WHOLE + "  buildSecrets: [quoted-canary]\n"),
        Arguments.of("spec", WHOLE + "  buildSecrets: [null]\n"),
        Arguments.of(
            "spec.buildSecrets[0].secretKeyRef",
            WHOLE + "  buildSecrets: [{name: quoted-canary}]\n"),
        Arguments.of("spec.auth.token.secretKeyRef", WHOLE + "  auth: {token: {}}\n"),
        Arguments.of(
            "spec.auth.token.secretKeyRef", WHOLE + "  auth: {token: {secretKeyRef: null}}\n"),
        Arguments.of("spec.suspend", WHOLE + "  suspend: quoted-canary\n"),
        Arguments.of("spec.organization", WHOLE.replace("organization", "organisation")),
        Arguments.of("spec", HEAD + "spec: quoted-canary\n"),
        Arguments.of("spec", HEAD + "spec: [quoted-canary]\n"),
        Arguments.of(
            "metadata.generation",
            WHOLE.replace("{name: odd}", "{name: odd, generation: quoted-canary}")));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("unreadable")
  void stopsNobodyElse(String field, String yaml) {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.secret("odd-auth", "x");
      fixture.cluster.apply(yaml);

      fixture.started().awaitSaved("acme", "npm");
      fixture.cluster.apply(yaml);
      fixture.fence("acme");

      assertThat(fixture.puts()).isEqualTo(2);
      assertThat(fixture.cluster.count(STATUS_WRITE)).as("of acme alone").isEqualTo(2);
      assertThat(fixture.log())
          .anyMatch(
              l ->
                  l.startsWith("WARN a resource holds what")
                      && l.contains("name=\"odd\"")
                      && l.contains("field=\"" + field + "\""));
    }
  }

  @Test
  void isWorkedOnWhenItIsMended() {
    try (var fixture = ShellFixture.withSavedAcme()) {
      fixture.secret(
          "odd-auth",
          io.dodil.buildsecrets.testkit.Jwt.text(
              io.dodil.buildsecrets.testkit.Jwt.naming("odd", 1)));
      fixture.cluster.apply(HEAD + "spec: 7\n");
      fixture.fence("acme");

      fixture.cluster.apply(WHOLE.replace("{name: odd}", "{name: odd, generation: 2}"));

      fixture.awaitSaved("odd", "npm");
      assertThat(fixture.puts()).isEqualTo(3);
    }
  }

  @Test
  void withoutASpecIsPassedOver() {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.cluster.apply(HEAD);
      fixture.cluster.apply(HEAD.replace("odd", "void") + "spec: null\n");

      fixture.started().awaitSaved("acme", "npm");

      assertThat(fixture.puts()).isEqualTo(1);
      assertThat(fixture.cluster.count(STATUS_WRITE)).isEqualTo(1);
    }
  }

  /// Fields, lists and words of a version to come.
  static Stream<String> readable() {
    return Stream.of(
        "sshKeys: [{name: later}]",
        "registryCredentials: null",
        "registryCredentialsFrom: null",
        "buildSecretsFrom: null",
        "gitCredentials: null",
        "suspend: null");
  }

  @ParameterizedTest
  @MethodSource("readable")
  void isSavedWhenOnlyMoreIsSaid(String more) {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.cluster.apply(ShellFixture.resource("acme", more));

      fixture.started().awaitSaved("acme", "npm");

      assertThat(fixture.puts()).isEqualTo(1);
    }
  }

  static Stream<String> statuses() {
    return Stream.of(
        "{observedGeneration: many}",
        "{conditions: [{type: Ready, status: Perhaps, reason: R, message: m, lastTransitionTime:"
            + " '2026-11-22T10:00:00Z'}]}",
        "{conditions: [{type: Ready}]}",
        "{conditions: {}}",
        "{conditions: null, lastSave: null}",
        "{lastSave: {uid: 7}}",
        "quoted-canary");
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void isTakenForNewWhenItsStatusCanNotBeRead(String status) {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.cluster.apply(ShellFixture.resource("acme", "") + "status: " + status + "\n");

      fixture.started().awaitSaved("acme", "npm");

      assertThat(fixture.puts()).isEqualTo(1);
    }
  }
}
