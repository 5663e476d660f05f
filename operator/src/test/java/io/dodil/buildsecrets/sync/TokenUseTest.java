package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.AuthenticationFailed;
import io.dodil.buildsecrets.model.Failure.Party;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.testkit.FakeTokenEndpoint;
import io.dodil.buildsecrets.testkit.Jwt;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenUseTest {

  private static final Failure REFUSED = new AuthenticationFailed(Party.API, 401);

  @Test
  void sendsWhatTheSecretsHoldAfterTheTokenCame() {
    var world = World.withAcme();
    world.tokens.meanwhile(() -> world.cluster.secret("npm", "token", "newer"));

    world.run("acme");

    assertThat(world.api.puts()).hasSize(1);
    assertThat(world.api.last().body()).contains("newer");
    assertThat(world.lastSave("acme").versions()).containsEntry("npm", "3");
  }

  @Test
  void sendsNothingForAResourceThatIsSuspendedWhileTheTokenIsFetched() {
    var world = World.withAcme();
    world.tokens.meanwhile(
        () -> world.cluster.edit("acme", c -> c.nextGeneration().spec(s -> s.suspended())));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
  }

  @Test
  void sendsNothingForAResourceThatIsDeletedWhileTheTokenIsFetched() {
    var world = World.withAcme();
    world.tokens.meanwhile(() -> world.cluster.edit("acme", c -> c.deleting()));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
  }

  @Test
  void sendsNothingForAResourceThatIsRecreatedWhileTheTokenIsFetched() {
    var world = World.withAcme();
    world.tokens.meanwhile(() -> world.cluster.edit("acme", c -> c.uid("another")));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
  }

  @Test
  void sendsTheSpecThatCameWhileTheTokenWasFetched() {
    var world = World.withAcme();
    world.tokens.meanwhile(
        () ->
            world.cluster.edit(
                "acme",
                c -> c.nextGeneration().spec(s -> s.buildSecret("SECOND", "npm", "token"))));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.api.last().body()).contains("SECOND");
  }

  @Test
  void neverSendsAFetchedTokenThatHasExpired() {
    var world = World.withAcme();
    world.tokens.answers(new TokenAnswer.Issued(Jwt.naming("acme", 1), Optional.of(Duration.ZERO)));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.picture("acme")).isEqualTo("Ready=False TokenUnavailable Reconciling");
  }

  @Test
  void exchangesARefusedTokenOnceForAFreshOne() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.refuses(REFUSED);

    world.run("acme");

    assertThat(world.calls().tokens()).isEqualTo(2);
    assertThat(world.calls().puts()).isEqualTo(3);
    assertThat(world.api.turns()).as("turns of the endpoint's rate").isEqualTo(3);
    assertThat(world.api.last().token()).isEqualTo(Jwt.text(Jwt.naming("acme", 2)));
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void givesUpWhenTheFreshTokenIsRefusedToo() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.refuses(REFUSED);
    world.api.refuses(REFUSED);

    world.run("acme");

    assertThat(world.calls().tokens()).isEqualTo(2);
    assertThat(world.picture("acme")).isEqualTo("Ready=False AuthenticationFailed Reconciling");
    assertThat(world.message("acme"))
        .contains("the API refused the credential in Secret \"dodil\" (401)");
  }

  @Test
  void asksForAnotherTokenOnceAMinuteWhenItsRightsDoNotSuffice() {
    var world = World.withSavedAcme();
    world.cluster.secret("npm", "token", "two");
    world.api.refuses(new Failure.PermissionDenied());
    world.api.refuses(new Failure.PermissionDenied());

    world.runUntilPuts("acme", 4);

    assertThat(world.calls().tokens()).isEqualTo(2);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void asksForAnotherTokenWhenOneIsOfAnotherOrganization() {
    var world = World.withAcme();
    world.tokens.answers(FakeTokenEndpoint.issued(Jwt.naming("other", 1)));

    world.runUntilPuts("acme", 1);

    assertThat(world.calls().tokens()).isEqualTo(2);
    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
  }

  @Test
  void asksForAnotherTokenWhenASyncIsForced() {
    var world = World.withSavedAcme();
    world.cluster.edit("acme", c -> c.request("now"));

    world.run("acme");

    assertThat(world.calls().tokens()).isEqualTo(2);
    assertThat(world.calls().puts()).isEqualTo(2);
  }

  @Test
  void proceedsWithARotatedCredentialAtOnce() {
    var world = World.withSavedAcme();
    world.cluster.secret("dodil", "client-id", "robot", "client-secret", "rotated");

    world.run("acme");

    assertThat(world.tokens.credential().secret()).isEqualTo(Sensitive.of("rotated"));
    assertThat(world.calls().puts()).isEqualTo(2);
  }

  @Test
  void sendsNothingWhenTheCredentialIsReplacedByOneOfAnotherOrganization() {
    var world = World.withSavedAcme();
    world.cluster.secret("dodil", "client-id", "other", "client-secret", "s");
    world.tokens.answers(FakeTokenEndpoint.issued(Jwt.naming("other", 1)));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationMismatch Reconciling");
  }

  @Test
  void saysThatTheTokenEndpointRefused() {
    var world = World.withAcme();
    world.tokens.refuses(new AuthenticationFailed(Party.TOKEN_ENDPOINT, 401));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.message("acme"))
        .startsWith("the token endpoint refused the credential in Secret \"dodil\" (401)");
  }

  @Test
  void reportsARefusedStaticTokenAtOnce() {
    var world = withStaticToken(Sensitive.of("opaque"));
    world.api.refuses(REFUSED);

    world.run("acme");

    assertThat(world.calls().tokens()).isZero();
    assertThat(world.calls().puts()).isEqualTo(1);
    assertThat(world.picture("acme")).isEqualTo("Ready=False AuthenticationFailed Reconciling");
  }

  @Test
  void neverSendsAnExpiredStaticToken() {
    var world = withStaticToken(Jwt.of("{\"org_name\":\"acme\",\"exp\":1763805600}"));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.picture("acme")).isEqualTo("Ready=False TokenExpired Stalled");
    assertThat(world.status("acme").tokenExpirationTime()).isEqualTo("2025-11-22T10:00:00Z");
  }

  @Test
  void forgetsTheExpiryOfATokenThatWasReplacedByOneWithout() {
    var world = withStaticToken(Jwt.of("{\"org_name\":\"acme\",\"exp\":1763805600}"));
    world.run("acme");
    world.clock.advance(Duration.ofSeconds(2));
    world.cluster.secret("static", "token", "opaque");

    world.run("acme");

    assertThat(world.picture("acme")).isEqualTo("Ready=True Succeeded");
    assertThat(world.status("acme").tokenExpirationTime()).isNull();
  }

  @Test
  void neverSendsWithATokenOfAnotherOrganization() {
    var world = World.withAcme();
    world.tokens.answers(FakeTokenEndpoint.issued(Jwt.naming("other", 1)));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.message("acme"))
        .startsWith(
            "the credential in Secret \"dodil\" belongs to organization \"other\", not to"
                + " \"acme\"");
  }

  @Test
  void printsNoClaimThatIsNotAName() {
    var world = World.withAcme();
    world.tokens.answers(FakeTokenEndpoint.issued(Jwt.of("{\"org_name\":\"a b; rm\"}")));

    world.run("acme");

    assertThat(world.message("acme"))
        .startsWith("the credential in Secret \"dodil\" belongs to another organization");
  }

  @Test
  void refusesATokenOfSeveralOrganizations() {
    var world = World.withAcme();
    world.tokens.answers(
        FakeTokenEndpoint.issued(Jwt.of("{\"organization\":[\"acme\",\"other\"]}")));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationMismatch Reconciling");
  }

  @Test
  void refusesAnOpaqueToken() {
    var world = World.withAcme();
    world.tokens.answers(FakeTokenEndpoint.issued(Sensitive.of("opaque")));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationUnnamed Reconciling");
    assertThat(world.message("acme"))
        .startsWith("the token names no organization")
        .contains("organizationCheck: ifNamed");
  }

  @Test
  void takesAnOpaqueTokenWhereTheSpecIsTrusted() {
    var world = World.withAcme(SettingsBuilder.settings(s -> s.trustsTheSpec()));
    world.tokens.answers(FakeTokenEndpoint.issued(Sensitive.of("opaque")));

    world.run("acme");

    assertThat(world.calls().puts()).isEqualTo(1);
  }

  @Test
  void refusesAnOpaqueTokenWhenOrganizationsAreBound() {
    var world = World.withAcme(SettingsBuilder.settings(s -> s.allow("acme", "ci")));
    world.tokens.answers(FakeTokenEndpoint.issued(Sensitive.of("opaque")));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.message("acme"))
        .startsWith("the token names no organization")
        .doesNotContain("ifNamed");
  }

  @Test
  void refusesAnOpaqueTokenOfABoundOrganizationAlsoWhereTheSpecIsTrusted() {
    var world =
        World.withAcme(SettingsBuilder.settings(s -> s.trustsTheSpec().allow("acme", "ci")));
    world.tokens.answers(FakeTokenEndpoint.issued(Sensitive.of("opaque")));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationUnnamed Reconciling");
  }

  @Test
  void refusesATokenWithoutTheIdOfTheBinding() {
    var world = World.withAcme(SettingsBuilder.settings(s -> s.allowId("acme", "7", "ci")));
    world.tokens.answers(
        FakeTokenEndpoint.issued(Jwt.of("{\"org_name\":\"acme\",\"org_id\":\"8\"}")));

    world.run("acme");

    assertThat(world.calls().puts()).isZero();
    assertThat(world.picture("acme")).isEqualTo("Ready=False OrganizationMismatch Reconciling");
  }

  private static World withStaticToken(Sensitive token) {
    var world = World.withAcme(SettingsBuilder.settings(s -> s.trustsTheSpec()));
    world.cluster.secret("static", "token", Jwt.text(token));
    world.cluster.edit("acme", c -> c.spec(s -> s.token("static")));
    return world;
  }
}
