package io.dodil.buildsecrets.auth;

import io.dodil.buildsecrets.auth.HeldToken.SecretSource;
import io.dodil.buildsecrets.model.Credential.ClientCredentials;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/// The tokens of all credentials, in memory only: at most one of each credential, asked for once
/// however many want it, and renewed before it expires.
public final class Tokens {

  /// A refusal may be caused by an old token; so may many refusals of one credential.
  private static final Duration BETWEEN_REFRESHES = Duration.ofMinutes(1);

  private final TokenEndpoint endpoint;
  private final InstantSource clock;
  private final DoubleSupplier random;
  private final Map<CredentialRef, Entry> held = new ConcurrentHashMap<>();
  private final Map<Request, CompletableFuture<TokenResult>> inFlight = new ConcurrentHashMap<>();
  private final Map<CredentialRef, Instant> refreshed = new ConcurrentHashMap<>();

  /// Creates a cache without tokens.
  ///
  /// @param clock the monotonic clock
  /// @param random in [0, 1): the jitter of renewals
  public Tokens(TokenEndpoint endpoint, InstantSource clock, DoubleSupplier random) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.random = random;
  }

  /// The token for this version of the credential's Secret, unless it is about to expire.
  public Optional<HeldToken> held(CredentialRef ref, String secretVersion) {
    return Optional.ofNullable(held.get(ref))
        .filter(e -> e.token.source().resourceVersion().equals(secretVersion))
        .filter(e -> e.renewAt.isEmpty() || clock.instant().isBefore(e.renewAt.get()))
        .map(Entry::token);
  }

  /// The token for the Secret as it was read, unless it is about to expire.
  public Optional<HeldToken> held(CredentialRef ref, SecretSource source) {
    return held(ref, source.resourceVersion()).filter(token -> token.source().equals(source));
  }

  /// Asks the token endpoint, or waits for the answer that somebody else asked for.
  public TokenResult obtain(Endpoint at, CredentialRef ref, Presented credential) {
    var request = new Request(ref, credential.source());
    var mine = new CompletableFuture<TokenResult>();
    var running = inFlight.putIfAbsent(request, mine);
    if (running != null) {
      return running.join();
    }
    try {
      // one that came just after the call of another had ended finds what that one brought
      var result =
          held(ref, credential.source())
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
        var now = clock.instant();
        var kept =
            new HeldToken(
                token,
                TokenClaims.of(token),
                credential.fingerprint(),
                credential.source(),
                expiresIn.map(now::plus));
        held.put(ref, new Entry(kept, expiresIn.map(life -> now.plus(renewal(life)))));
        yield new TokenResult.Obtained(kept);
      }
      case TokenAnswer.NotIssued(var failure, var retryAfter) ->
          new TokenResult.Refused(failure, retryAfter);
      case TokenAnswer.NotSent() -> new TokenResult.NotSent();
    };
  }

  /// At 80 % of the token's life, a little earlier by chance so that not all renew at once.
  private Duration renewal(Duration life) {
    double share = 0.8 - 0.05 * random.getAsDouble();
    return Duration.ofMillis((long) (life.toMillis() * share));
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

  /// Forgets the tokens that have expired, and everything of credentials that no resource refers
  /// to.
  public void retain(Set<CredentialRef> referenced) {
    var now = clock.instant();
    held.entrySet()
        .removeIf(e -> !referenced.contains(e.getKey()) || e.getValue().token().hasExpired(now));
    refreshed
        .entrySet()
        .removeIf(
            e ->
                !referenced.contains(e.getKey())
                    || !now.isBefore(e.getValue().plus(BETWEEN_REFRESHES)));
  }

  /// How many tokens are held.
  public int size() {
    return held.size();
  }

  /// How many credentials were refreshed lately.
  public int refreshes() {
    return refreshed.size();
  }

  /// A credential as it is shown to the token endpoint.
  public record Presented(
      ClientCredentials content, Fingerprint fingerprint, SecretSource source) {}

  private record Entry(HeldToken token, Optional<Instant> renewAt) {}

  private record Request(CredentialRef ref, SecretSource source) {}
}
