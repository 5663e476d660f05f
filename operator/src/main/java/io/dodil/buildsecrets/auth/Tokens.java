package io.dodil.buildsecrets.auth;

import io.dodil.buildsecrets.model.Credential.ClientCredentials;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/// The tokens of all credentials, in memory alone: one each, asked for once however many want it,
/// renewed before its time is over.
public final class Tokens {

  /// A refusal may be the fault of an old token; so may many refusals of one credential.
  private static final Duration BETWEEN_REFRESHES = Duration.ofMinutes(1);

  private final TokenEndpoint endpoint;
  private final InstantSource clock;
  private final DoubleSupplier random;
  private final Map<CredentialRef, Entry> held = new ConcurrentHashMap<>();
  private final Map<Request, CompletableFuture<TokenResult>> inFlight = new ConcurrentHashMap<>();
  private final Map<CredentialRef, Instant> refreshed = new ConcurrentHashMap<>();

  /// Empty at first.
  ///
  /// @param random in [0, 1): the jitter of renewals
  public Tokens(TokenEndpoint endpoint, InstantSource clock, DoubleSupplier random) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.random = random;
  }

  /// The token for this version of the credential's Secret, unless it is about to expire.
  public Optional<HeldToken> held(CredentialRef ref, String secretVersion) {
    return Optional.ofNullable(held.get(ref))
        .filter(e -> e.token.secretVersion().equals(secretVersion))
        .filter(e -> e.renewAt.isEmpty() || clock.instant().isBefore(e.renewAt.get()))
        .map(Entry::token);
  }

  /// Asks the token endpoint, or waits for the answer that somebody else asked for.
  public TokenResult obtain(Endpoint at, CredentialRef ref, Presented credential) {
    var request = new Request(ref, credential.secretVersion());
    var mine = new CompletableFuture<TokenResult>();
    var running = inFlight.putIfAbsent(request, mine);
    if (running != null) {
      return running.join();
    }
    try {
      // one that came just after the call of another had ended finds what that one brought
      var result =
          held(ref, credential.secretVersion())
              .<TokenResult>map(TokenResult.Obtained::new)
              .orElseGet(() -> ask(at, ref, credential));
      mine.complete(result);
      return result;
    } finally {
      inFlight.remove(request, mine);
      mine.completeExceptionally(
          new IllegalStateException("the token call ended without a result"));
    }
  }

  private TokenResult ask(Endpoint at, CredentialRef ref, Presented credential) {
    return switch (endpoint.request(at, credential.content())) {
      case TokenAnswer.Issued(var token, var expiresIn) -> {
        var kept =
            new HeldToken(
                token, TokenClaims.of(token), credential.fingerprint(), credential.secretVersion());
        held.put(ref, new Entry(kept, expiresIn.map(this::renewal)));
        yield new TokenResult.Obtained(kept);
      }
      case TokenAnswer.NotIssued(var failure, var retryAfter) ->
          new TokenResult.Refused(failure, retryAfter);
      case TokenAnswer.Withheld() -> new TokenResult.Withheld();
    };
  }

  /// At 80 % of the token's life, a little earlier by chance so that not all renew at once.
  private Instant renewal(Duration life) {
    double share = 0.8 - 0.05 * random.getAsDouble();
    return clock.instant().plusMillis((long) (life.toMillis() * share));
  }

  /// Forgets a token that was refused, if it is still the one that is held.
  public void drop(CredentialRef ref, HeldToken refused) {
    held.computeIfPresent(ref, (_, e) -> e.token.equals(refused) ? null : e);
  }

  /// Forgets the token of a credential whose rights may have changed, at most once a minute.
  public void refresh(CredentialRef ref) {
    var now = clock.instant();
    refreshed.compute(
        ref,
        (_, last) -> {
          if (last != null && now.isBefore(last.plus(BETWEEN_REFRESHES))) {
            return last;
          }
          held.remove(ref);
          return now;
        });
  }

  /// A credential as it is shown to the token endpoint.
  public record Presented(
      ClientCredentials content, Fingerprint fingerprint, String secretVersion) {}

  private record Entry(HeldToken token, Optional<Instant> renewAt) {}

  private record Request(CredentialRef ref, String secretVersion) {}
}
