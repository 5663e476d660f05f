package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.testkit.ResourceBuilder;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What tells one credential from another: a token of one is never used for another, and a
/// Retry-After of one does not hold another back.
class SyncTaskTest {

  private static final SyncTask ACME =
      task("staging", "https://id.test", "", c -> account(c, "i", "s"));

  /// Of another account in Kubernetes.
  private static Stream<Named<SyncTask>> accounts() {
    return Stream.of(
        Named.of(
            "namespace",
            task("staging", "https://id.test", "", c -> account(c.namespace("other"), "i", "s"))),
        Named.of(
            "Secret",
            task("staging", "https://id.test", "", c -> c.spec(s -> s.account("other", "i", "s")))),
        Named.of("id", task("staging", "https://id.test", "", c -> account(c, "other", "s"))),
        Named.of("secret", task("staging", "https://id.test", "", c -> account(c, "i", "other"))));
  }

  static Stream<Named<SyncTask>> credentials() {
    return Stream.concat(
        accounts(),
        Stream.of(
            Named.of(
                "token URL", task("staging", "https://id2.test", "", c -> account(c, "i", "s"))),
            Named.of(
                "scope", task("staging", "https://id.test", "save", c -> account(c, "i", "s")))));
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void anotherCredentialHasATokenOfItsOwn(SyncTask other) {
    assertThat(other.credentialRef()).isPresent().isNotEqualTo(ACME.credentialRef());
  }

  static Stream<Named<SyncTask>> gates() {
    return Stream.concat(
        accounts(),
        Stream.of(
            Named.of("endpoint", task("prod", "https://id.test", "", c -> account(c, "i", "s"))),
            Named.of(
                "token",
                task("staging", "https://id.test", "", c -> c.spec(s -> s.token("dodil"))))));
  }

  @ParameterizedTest
  @MethodSource("gates")
  void anotherCredentialIsHeldBackByItsOwnRetryAfterAlone(SyncTask other) {
    assertThat(other.holdKey()).isNotEqualTo(ACME.holdKey());
  }

  @Test
  void twoResourcesOfOneCredentialShareItsTokenAndItsRetryAfter() {
    var other =
        task(
            "staging",
            "https://id.test",
            "",
            c -> account(c.uid("another").generation(7), "i", "s"));

    assertThat(other.credentialRef()).isEqualTo(ACME.credentialRef());
    assertThat(other.holdKey()).isEqualTo(ACME.holdKey());
  }

  private static void account(ResourceBuilder c, String idKey, String secretKey) {
    c.spec(s -> s.account("dodil", idKey, secretKey));
  }

  private static SyncTask task(
      String endpoint, String tokenUrl, String scope, Consumer<ResourceBuilder> with) {
    var at =
        new Endpoint(
            endpoint, URI.create("https://api.test"), Optional.of(URI.create(tokenUrl)), scope);
    return new SyncTask(resource("acme", with), at, at.target("acme"), SecretVersions.of(Map.of()));
  }
}
