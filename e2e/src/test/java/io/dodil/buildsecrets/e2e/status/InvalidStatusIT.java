package io.dodil.buildsecrets.e2e.status;

import static java.util.stream.Collectors.joining;

import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.testkit.Jwt;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What only a change of the input mends: stalled at once.
@OperatorTest
class InvalidStatusIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  private final OperatorFixture fixture;

  InvalidStatusIT(OperatorFixture fixture) {
    this.fixture = fixture;
  }

  @Test
  void secretDataThatCanNotBeUsed(TestNamespace ns) {
    ns.secret(
        "kubernetes.io/dockerconfigjson",
        "pull",
        Map.of(".dockerconfigjson", "{\"auths\":{\"r.dev\":{\"auth\":\"bm9jb2xvbg==\"}}}"));

    ns.apply("one", "registryCredentialsFrom: [{secretRef: {name: pull}}]");

    expect(ns, "InvalidSecretData");
  }

  @Test
  void twoSourcesOfOneName(TestNamespace ns) {
    ns.secret("here", Map.of("TOKEN", "x"));
    ns.secret("there", Map.of("TOKEN", "y"));

    ns.apply("one", "buildSecretsFrom: [{secretRef: {name: here}}, {secretRef: {name: there}}]");

    expect(ns, "DuplicateEntry");
  }

  @Test
  void moreThanOneRequestMayHold(TestNamespace ns) {
    ns.secret("here", Map.of("A", "x".repeat(600_000)));
    ns.secret("there", Map.of("B", "x".repeat(600_000)));

    ns.apply("one", "buildSecretsFrom: [{secretRef: {name: here}}, {secretRef: {name: there}}]");

    expect(ns, "PayloadTooLarge");
  }

  @Test
  void aSpecOfMoreThanTheOperatorKeeps(TestNamespace ns) {

    ns.apply("one", "buildSecretsFrom: [%s]".formatted(longImports()));

    expect(ns, "SpecTooLarge");
  }

  /// 20 Secrets with 64 keys of 60 characters each.
  private static String longImports() {
    var keys = IntStream.range(0, 64).mapToObj(i -> "k%d-%s".formatted(i, "x".repeat(55))).toList();
    return IntStream.range(0, 20)
        .mapToObj(i -> "{secretRef: {name: s%d}, keys: %s}".formatted(i, keys))
        .collect(joining(", "));
  }

  @Test
  void aSecretOfTheClusterItself(TestNamespace ns) {
    ns.secret("helm.sh/release.v1", "npm", Map.of("token", "x"));

    ns.apply("one", NPM);

    expect(ns, "SecretForbidden");
  }

  @Test
  void contentThatTheApiRefuses(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "x"));
    fault(ns, new Fault.Respond(422));

    ns.apply("one", NPM);

    expect(ns, "PayloadRejected");
  }

  @Test
  void aRedirect(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "x"));
    fault(ns, new Fault.Redirect(307, "https://elsewhere.invalid/"));

    ns.apply("one", NPM);

    expect(ns, "RedirectRejected");
  }

  @Test
  void aTokenWhoseTimeIsOver(TestNamespace ns) {
    ns.secret("npm", Map.of("token", "x"));
    ns.secret(
        "ready-made",
        Map.of(
            "token",
            Jwt.text(
                Jwt.of(
                    "{\"organization\":{\"%s\":{}},\"exp\":1700000000}"
                        .formatted(ns.organization())))));

    ns.applyWithToken("one", NPM);

    expect(ns, "TokenExpired");
  }

  private void fault(TestNamespace ns, Fault fault) {
    fixture.sandbox().faults().save(PlannedFault.always(fault).organization(ns.organization()));
  }

  private static void expect(TestNamespace ns, String reason) {
    ns.awaitReason("one", reason);
    GoldenStatus.expect(reason, ns, "one");
  }
}
