package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.TokenClaims;
import io.dodil.buildsecrets.auth.TokenResult;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.OrganizationRule;
import io.dodil.buildsecrets.model.TokenOrganization;
import io.dodil.buildsecrets.sync.PreparedSave.Proof;
import io.dodil.buildsecrets.sync.StageResult.From;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Finds the token that a prepared request is sent with, and checks which organization it names.
final class Authenticator {

  /// What was read longer ago than this is read again before it is sent.
  private static final Duration CURRENT = Duration.ofSeconds(1);

  private final Settings settings;
  private final SyncPorts ports;
  private final Tokens tokens;
  private final Failures failures;

  Authenticator(Settings settings, SyncPorts ports, Tokens tokens, Failures failures) {
    this.settings = settings;
    this.ports = ports;
    this.tokens = tokens;
    this.failures = failures;
  }

  /// @param fetched the token that this attempt has fetched
  /// @param mayRefresh whether a refused token may be exchanged for a fresh one
  StageResult<AuthenticatedSave> authenticate(
      PreparedSave prepared, Optional<HeldToken> fetched, boolean mayRefresh) {
    return switch (prepared.proof()) {
      case Proof.Held(var held) when held.hasExpired(now()) -> expired(prepared, held, fetched);
      case Proof.Held(var held) -> withHeld(prepared, held, mayRefresh);
      case Proof.Read(Credential.StaticToken(var token), _, _) -> withStatic(prepared, token);
      case Proof.Read(Credential.ClientCredentials account, var fingerprint, var source) ->
          fetched
              .filter(token -> token.source().equals(source))
              .filter(token -> token.credential().equals(fingerprint))
              .map(token -> withFetched(prepared, token))
              .orElseGet(() -> fetch(prepared, new Tokens.Presented(account, fingerprint, source)));
    };
  }

  private StageResult<AuthenticatedSave> fetch(PreparedSave prepared, Tokens.Presented credential) {
    var task = prepared.task();
    return switch (tokens.obtain(task.endpoint(), task.credentialRef().orElseThrow(), credential)) {
      case TokenResult.Obtained(var token) ->
          isCurrent(prepared)
              ? withFetched(prepared, token)
              : new StageResult.Restart<>(new From.Reading(Optional.of(token)));
      case TokenResult.Refused(var failure, var retryAfter) ->
          failures.notSaved(prepared, new Failures.Failed(failure, retryAfter, now()));
      case TokenResult.NotSent() -> StageResult.Done.with(new Unchanged(Because.DEFERRED));
    };
  }

  /// Whether what was read may still be sent: it was read a moment ago, and the watches have shown
  /// nothing else since.
  private boolean isCurrent(PreparedSave prepared) {
    var read = prepared.task().resource();
    return now().isBefore(prepared.readAt().plus(CURRENT))
        && ports
            .cache()
            .resource(read.id())
            .filter(shown -> shown.id().equals(read.id()))
            .filter(shown -> !shown.deleting() && !shown.spec().isSuspended())
            .filter(shown -> shown.generation() <= read.generation())
            .isPresent()
        && showsNothingElse(prepared, ports.cache().versions(read));
  }

  /// The watch may be behind what was read, too.
  private static boolean showsNothingElse(PreparedSave prepared, SecretVersions shown) {
    return shown.equals(prepared.task().cached()) || shown.equals(prepared.secrets());
  }

  private StageResult<AuthenticatedSave> withStatic(PreparedSave prepared, Sensitive token) {
    var claims = TokenClaims.of(token);
    if (claims.hasExpired(ports.clock().now().wall())) {
      return failed(prepared, new Failure.TokenExpired());
    }
    return refusal(claims, prepared)
        .map(failure -> failed(prepared, failure))
        .orElseGet(
            () ->
                new StageResult.Continue<>(
                    new AuthenticatedSave(
                        prepared, token, organization(claims, prepared), Optional.empty(), false)));
  }

  /// While the Secrets were read.
  private StageResult<AuthenticatedSave> expired(
      PreparedSave prepared, HeldToken held, Optional<HeldToken> fetched) {
    if (fetched.filter(held::equals).isPresent()) {
      return failed(prepared, new Failure.TokenShortLived());
    }
    tokens.drop(prepared.task().credentialRef().orElseThrow(), held);
    return new StageResult.Restart<>(new From.Reading(Optional.empty()));
  }

  private StageResult<AuthenticatedSave> withFetched(PreparedSave prepared, HeldToken token) {
    return token.hasExpired(now())
        ? failed(prepared, new Failure.TokenShortLived())
        : withHeld(prepared, token, false);
  }

  private StageResult<AuthenticatedSave> withHeld(
      PreparedSave prepared, HeldToken held, boolean mayRefresh) {
    var refusal = refusal(held.claims(), prepared);
    if (refusal.isPresent()) {
      tokens.refresh(prepared.task().credentialRef().orElseThrow());
      return failed(prepared, refusal.get());
    }
    return new StageResult.Continue<>(
        new AuthenticatedSave(
            prepared,
            held.token(),
            organization(held.claims(), prepared),
            Optional.of(held),
            mayRefresh));
  }

  private StageResult<AuthenticatedSave> failed(PreparedSave prepared, Failure failure) {
    return failures.notSaved(prepared, new Failures.Failed(failure, Optional.empty(), now()));
  }

  /// Why the token may not be used for what the spec names.
  private Optional<Failure> refusal(TokenClaims claims, PreparedSave prepared) {
    return claims.refusal(prepared.task().resource().spec().organization(), rule(prepared));
  }

  /// Of a token that is not refused.
  private TokenOrganization organization(TokenClaims claims, PreparedSave prepared) {
    return new TokenOrganization(
        claims.organization() instanceof TokenClaims.Organization.Named, rule(prepared).id());
  }

  private OrganizationRule rule(PreparedSave prepared) {
    return prepared.task().resource().organizationRule(settings);
  }

  private Instant now() {
    return ports.clock().now().monotonic();
  }
}
