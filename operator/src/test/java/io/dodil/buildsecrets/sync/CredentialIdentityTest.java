package io.dodil.buildsecrets.sync;

import static io.dodil.buildsecrets.testkit.FakeTokenEndpoint.issued;
import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Endpoint.OrganizationCheck;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.testkit.Jwt;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two credentials never share a token. Secret "dodil" holds the accounts of acme and beta.
class CredentialIdentityTest {

  private static final String SAVED = "Ready=True Succeeded";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachAccountOfOneSecretSavesWithATokenOfItsOwn(boolean opaque) {
    var world = withTwoAccounts();
    var acme = opaque ? Sensitive.of("opaque-of-acme") : Jwt.naming("acme", 1);
    var beta = opaque ? Sensitive.of("opaque-of-beta") : Jwt.naming("beta", 1);
    world.tokens.answers(issued(acme));
    world.tokens.answers(issued(beta));

    world.run("acme");
    world.run("beta");

    assertThat(world.api.puts().get(0).token()).isEqualTo(Jwt.text(acme));
    assertThat(world.api.puts().get(1).token()).isEqualTo(Jwt.text(beta));
    assertThat(world.api.puts().get(1).body()).contains("of-beta");
    assertThat(world.picture("acme")).isEqualTo(SAVED);
    assertThat(world.picture("beta")).isEqualTo(SAVED);
  }

  @Test
  void anEditedKeyIsAnotherCredential() {
    var world = withTwoAccounts();
    world.tokens.answers(issued(Jwt.naming("acme", 1)));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.edit(
        "acme", c -> c.nextGeneration().spec(s -> s.account("dodil", "beta-id", "beta-secret")));
    world.tokens.answers(issued(Jwt.naming("beta", 2)));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationMismatch Reconciling");
  }

  @Test
  void aKeyThatIsNotThereIsNoticedThoughATokenIsHeld() {
    var world = World.withSavedAcme();
    world.cluster.edit(
        "acme", c -> c.nextGeneration().spec(s -> s.account("dodil", "no-id", "no-secret")));

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=False SecretKeyNotFound Reconciling");
  }

  @Test
  void aTokenOfOneScopeIsNotSentWhereAnotherIsAskedFor() {
    var url = Optional.of(URI.create("https://id.test/token"));
    var low = new Endpoint("staging", URI.create("https://low.test"), url, "save:low");
    var high = new Endpoint("prod", URI.create("https://high.test"), url, "save:high");
    var world =
        new World(SettingsBuilder.settings(s -> s.endpoints(Map.of("staging", low, "prod", high))));
    world.cluster.secret("dodil", "client-id", "robot", "client-secret", "s3cr3t");
    world.cluster.secret("npm", "token", "one");
    world.cluster.apply(resource("low"));
    world.cluster.apply(resource("high", c -> c.spec(s -> s.endpoint("prod"))));

    world.run("low");
    world.run("high");

    assertThat(world.calls().tokens()).isEqualTo(2);
    assertThat(world.api.puts().get(0).token()).isNotEqualTo(world.api.puts().get(1).token());
  }

  @Test
  void aRetryAfterHoldsBackItsOwnCredentialOnly() {
    var world = withTwoAccounts();
    world.tokens.answers(issued(Jwt.naming("acme", 1)));
    world.tokens.answers(issued(Jwt.naming("beta", 1)));
    world.api.asksToWait(Duration.ofMinutes(5));
    world.run("acme");

    world.run("beta");

    assertThat(world.picture("beta")).isEqualTo(SAVED);
  }

  @Test
  void aRefusalRefreshesItsOwnCredentialOnly() {
    var world = withTwoAccounts();
    world.tokens.answers(issued(Jwt.naming("acme", 1)));
    world.tokens.answers(issued(Jwt.naming("beta", 1)));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.api.refuses(new Failure.PermissionDenied());
    world.run("beta");
    world.cluster.secret("npm", "token", "two");

    world.run("acme");

    assertThat(world.calls().tokens()).as("that of acme is still held").isEqualTo(2);
    assertThat(world.picture("acme")).isEqualTo(SAVED);
  }

  private static World withTwoAccounts() {
    var trusting =
        new Endpoint(
            "staging",
            URI.create(SettingsBuilder.API),
            SettingsBuilder.STAGING.tokenUrl(),
            "",
            OrganizationCheck.IF_NAMED);
    var world = new World(SettingsBuilder.settings(s -> s.endpoints(Map.of("staging", trusting))));
    world.cluster.secret(
        "dodil", "acme-id", "a", "acme-secret", "as", "beta-id", "b", "beta-secret", "bs");
    world.cluster.secret("npm", "token", "one");
    world.cluster.secret("npm2", "token", "of-beta");
    world.cluster.apply(
        resource("acme", c -> c.spec(s -> s.account("dodil", "acme-id", "acme-secret"))));
    world.cluster.apply(
        resource(
            "beta",
            c ->
                c.spec(
                    s ->
                        s.organization("beta")
                            .nothing()
                            .buildSecret("X", "npm2", "token")
                            .account("dodil", "beta-id", "beta-secret"))));
    return world;
  }
}
