package io.dodil.buildsecrets.auth;

import static io.dodil.buildsecrets.testkit.SettingsBuilder.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.auth.Tokens.Presented;
import io.dodil.buildsecrets.model.Credential.ClientCredentials;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.testkit.FakeTokenEndpoint;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokensTest {

  private static final CredentialRef REF =
      new CredentialRef(
          URI.create("https://id.test/token"), "", "ci", "dodil", "client-id", "client-secret");
  private static final CredentialRef OTHER =
      new CredentialRef(
          URI.create("https://id.test/token"), "", "ci", "dodil", "other-id", "client-secret");
  private static final Fingerprint.Key KEY = Fingerprint.Key.random();

  private final FakeTokenEndpoint endpoint = new FakeTokenEndpoint();
  private final ManualTimeSource clock = new ManualTimeSource();
  private final Tokens tokens = new Tokens(endpoint, clock, () -> 0.0);

  @Test
  void asksOnceHoweverManyWantIt() throws Exception {
    var waiting = new CountDownLatch(100);
    endpoint.meanwhile(() -> await(waiting));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        threads.execute(
            () -> {
              waiting.countDown();
              obtain("1");
            });
      }
    }

    assertThat(endpoint.calls()).isEqualTo(1);
  }

  @Test
  void asksForARotatedSecretWhileTheCallForTheFormerOneIsUnderWay() throws Exception {
    var rotated = new CompletableFuture<TokenResult>();
    endpoint.meanwhile(() -> rotated.completeAsync(() -> obtain("2")).join());

    CompletableFuture.runAsync(() -> obtain("1")).get(20, TimeUnit.SECONDS);

    assertThat(endpoint.calls()).isEqualTo(2);
    assertThat(((TokenResult.Obtained) rotated.get()).token().source().resourceVersion())
        .isEqualTo("2");
  }

  @Test
  void givesWhoComesTooLateToShareTheCallTheTokenThatItBrought() {
    var first = obtain("1");

    var second = obtain("1");

    assertThat(endpoint.calls()).isEqualTo(1);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void renewsAtFourFifthsOfItsLife() {
    obtain("1");

    clock.advance(Duration.ofSeconds(239));
    var before = tokens.held(REF, "1");
    clock.advance(Duration.ofSeconds(1));
    var after = tokens.held(REF, "1");

    assertThat(before).isPresent();
    assertThat(after).isEmpty();
  }

  @Test
  void renewsALittleEarlierByChance() {
    var unlucky = new Tokens(endpoint, clock, () -> Math.nextDown(1.0));
    unlucky.obtain(STAGING, REF, presented("1"));

    clock.advance(Duration.ofSeconds(225));

    assertThat(unlucky.held(REF, "1")).isEmpty();
    assertThat(tokens.held(REF, "1")).isEmpty();
  }

  @Test
  void usesATokenThatDoesNotSayHowLongItLivesUntilItIsRefused() {
    endpoint.answers(new TokenAnswer.Issued(Sensitive.of("t"), Optional.empty()));
    obtain("1");

    clock.advance(Duration.ofDays(365));

    assertThat(tokens.held(REF, "1")).isPresent();
  }

  @Test
  void holdsNoTokenForAnotherVersionOfTheSecret() {
    obtain("1");

    assertThat(tokens.held(REF, "2")).isEmpty();
    assertThat(tokens.held(REF, "1")).isPresent();
  }

  @Test
  void dropsATokenOnlyWhileItIsTheOneThatIsHeld() {
    var old = held("1");
    var fresh = held("2");

    tokens.drop(REF, old);
    var kept = tokens.held(REF, "2");
    tokens.drop(REF, fresh);

    assertThat(kept).contains(fresh);
    assertThat(tokens.held(REF, "2")).isEmpty();
  }

  @Test
  void refreshesOnceAMinute() {
    obtain("1");
    tokens.refresh(REF);
    obtain("1");
    clock.advance(Duration.ofSeconds(59));
    tokens.refresh(REF);
    var within = tokens.held(REF, "1");
    clock.advance(Duration.ofSeconds(1));

    tokens.refresh(REF);

    assertThat(within).isPresent();
    assertThat(tokens.held(REF, "1")).isEmpty();
  }

  @Test
  void holdsNothingAfterARefusal() {
    endpoint.refuses(new Failure.TokenUnavailable(Optional.of(503)));

    var result = obtain("1");

    assertThat(result).isInstanceOf(TokenResult.Refused.class);
    assertThat(tokens.held(REF, "1")).isEmpty();
  }

  @Test
  void showsNoTokenInItsText() {
    endpoint.answers(FakeTokenEndpoint.issued(Sensitive.of("t0p-s3cret")));

    var texts = Stream.of(obtain("1"), tokens.held(REF, "1"), presented("1"));

    assertThat(texts.map(Object::toString)).noneMatch(t -> t.contains("s3cret"));
  }

  @Test
  void isOfOneSecretAlone() {
    var token = held("1");

    assertThat(tokens.held(REF, token.source())).contains(token);
    assertThat(tokens.held(REF, new HeldToken.SecretSource("recreated", "1"))).isEmpty();
  }

  @Test
  void forgetsWhatNoResourceRefersToAndWhatHasExpired() {
    held("1");
    tokens.refresh(OTHER);
    assertThat(tokens.refreshes()).isEqualTo(1);

    tokens.retain(Set.of(REF));
    assertThat(tokens.size()).isEqualTo(1);
    assertThat(tokens.refreshes()).isZero();

    clock.advance(Duration.ofMinutes(6));
    tokens.retain(Set.of(REF));
    assertThat(tokens.size()).isZero();
  }

  @Test
  void forgetsAValidTokenThatNoResourceRefersTo() {
    held("1");

    tokens.retain(Set.of(OTHER));

    assertThat(tokens.size()).isZero();
  }

  @Test
  void forgetsARefreshAfterAMinute() {
    tokens.refresh(REF);

    clock.advance(Duration.ofSeconds(59));
    tokens.retain(Set.of(REF));
    assertThat(tokens.refreshes()).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));
    tokens.retain(Set.of(REF));
    assertThat(tokens.refreshes()).isZero();
  }

  private HeldToken held(String version) {
    return ((TokenResult.Obtained) obtain(version)).token();
  }

  private TokenResult obtain(String version) {
    return tokens.obtain(STAGING, REF, presented(version));
  }

  private static Presented presented(String version) {
    var secret = Sensitive.of("s3cret");
    return new Presented(
        new ClientCredentials(Sensitive.of("id"), secret),
        KEY.ofToken(secret),
        new HeldToken.SecretSource("uid-dodil", version));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
