package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.TokenClaims;
import io.dodil.buildsecrets.auth.TokenResult;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.sync.Prepared.Proof;
import io.dodil.buildsecrets.sync.SyncListener.RequestResult;
import io.dodil.buildsecrets.target.SaveAttempt;
import io.dodil.buildsecrets.target.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// From a set that is ready to the API's answer: the token, whose organization it names, the save.
final class Push {

  /// What was read longer ago than this is read again before it is sent.
  private static final Duration CURRENT = Duration.ofSeconds(1);

  private final Settings settings;
  private final SyncPorts ports;
  private final Tokens tokens;
  private final TargetState targets;

  Push(Settings settings, SyncPorts ports, SyncState state) {
    this.settings = settings;
    this.ports = ports;
    this.tokens = state.tokens();
    this.targets = state.targets();
  }

  /// What came of it.
  sealed interface Pushed {

    record Accepted(SaveReceipt receipt) implements Pushed {}

    record NotAccepted(Failures.Failed failed) implements Pushed {}

    /// What was read is not current any more, since a token had to be fetched.
    ///
    /// @param fetched empty when a token was refused and has to be fetched
    record ReadAgain(Optional<HeldToken> fetched) implements Pushed {}

    /// This process may no longer save.
    record NotAllowed() implements Pushed {}
  }

  /// @param fetched the token that this attempt has fetched
  /// @param mayRetry whether a refused token may be exchanged for a fresh one
  Pushed push(Prepared prepared, Optional<HeldToken> fetched, boolean mayRetry) {
    return switch (prepared.proof()) {
      case Proof.Held(var held) when held.hasExpired(now()) -> expired(prepared, held, fetched);
      case Proof.Held(var held) -> send(prepared, held, mayRetry);
      case Proof.Read(Credential.StaticToken(var token), _, _) -> sendStatic(prepared, token);
      case Proof.Read(Credential.ClientCredentials account, var fingerprint, var source) ->
          fetched
              .filter(token -> token.source().equals(source))
              .filter(token -> token.credential().equals(fingerprint))
              .map(token -> sendFetched(prepared, token))
              .orElseGet(() -> fetch(prepared, new Tokens.Presented(account, fingerprint, source)));
    };
  }

  private Pushed fetch(Prepared prepared, Tokens.Presented credential) {
    var job = prepared.job();
    return switch (tokens.obtain(job.endpoint(), job.credentialRef().orElseThrow(), credential)) {
      case TokenResult.Obtained(var token) ->
          isCurrent(prepared)
              ? sendFetched(prepared, token)
              : new Pushed.ReadAgain(Optional.of(token));
      case TokenResult.Refused(var failure, var retryAfter) ->
          new Pushed.NotAccepted(new Failures.Failed(failure, retryAfter, now()));
      case TokenResult.Withheld() -> new Pushed.NotAllowed();
    };
  }

  /// Whether what was read may still be sent: it was read a moment ago, and the watches have shown
  /// nothing else since.
  private boolean isCurrent(Prepared prepared) {
    var read = prepared.job().resource();
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
  private static boolean showsNothingElse(Prepared prepared, SecretVersions shown) {
    return shown.equals(prepared.job().cached()) || shown.equals(prepared.secrets());
  }

  private Pushed sendStatic(Prepared prepared, Sensitive token) {
    var claims = TokenClaims.of(token);
    if (claims.hasExpired(ports.clock().now().wall())) {
      return notAccepted(new Failure.TokenExpired());
    }
    return refusal(claims, prepared)
        .map(this::notAccepted)
        .orElseGet(() -> answered(save(prepared, token)));
  }

  /// While the Secrets were read.
  private Pushed expired(Prepared prepared, HeldToken held, Optional<HeldToken> fetched) {
    if (fetched.filter(held::equals).isPresent()) {
      return notAccepted(new Failure.TokenShortLived());
    }
    tokens.drop(prepared.job().credentialRef().orElseThrow(), held);
    return new Pushed.ReadAgain(Optional.empty());
  }

  private Pushed sendFetched(Prepared prepared, HeldToken token) {
    return token.hasExpired(now())
        ? notAccepted(new Failure.TokenShortLived())
        : send(prepared, token, false);
  }

  private Pushed send(Prepared prepared, HeldToken held, boolean mayRetry) {
    var ref = prepared.job().credentialRef().orElseThrow();
    var refusal = refusal(held.claims(), prepared);
    if (refusal.isPresent()) {
      tokens.refresh(ref);
      return notAccepted(refusal.get());
    }
    var sent = save(prepared, held.token());
    if (sent.failedBy(Failure.PermissionDenied.class)) {
      tokens.refresh(ref);
    }
    if (sent.failedBy(Failure.AuthenticationFailed.class)) {
      tokens.drop(ref, held);
      if (mayRetry && sent.retryAfter().isEmpty()) {
        return new Pushed.ReadAgain(Optional.empty());
      }
    }
    return answered(sent);
  }

  /// A save call that has ended.
  private record Sent(SaveAnswer answer, SaveReceipt request, Moment end) {

    boolean failedBy(Class<? extends Failure> kind) {
      return answer instanceof SaveAnswer.NotAccepted(var failure, _, _)
          && kind.isInstance(failure);
    }

    Optional<Duration> retryAfter() {
      return answer instanceof SaveAnswer.NotAccepted(_, _, var retryAfter)
          ? retryAfter
          : Optional.empty();
    }
  }

  private Sent save(Prepared prepared, Sensitive token) {
    var job = prepared.job();
    var attempt = SaveAttempt.begin(targets, job.target(), job.resource().id().uid(), now());
    var requestId = ports.requestIds().get();
    var answer = answer(prepared, token, requestId);
    var end = ports.clock().now();
    var request = request(prepared, requestId, end.wall());
    result(answer).ifPresent(result -> ports.listener().requestEnded(request, result));
    switch (result(answer).orElse(RequestResult.REJECTED)) {
      case ACCEPTED -> attempt.accepted(prepared.save());
      case UNKNOWN -> attempt.inDoubt(end.steady());
      case REJECTED -> attempt.rejected();
    }
    return new Sent(answer, request, end);
  }

  /// Whatever the call throws, the request may have been sent.
  private SaveAnswer answer(Prepared prepared, Sensitive token, String requestId) {
    try {
      return ports.saves().save(prepared.job().endpoint(), token, prepared.body(), requestId);
    } catch (RuntimeException | Error e) {
      ports.listener().unexpected(prepared.job().resource().id(), e);
      return new SaveAnswer.NotAccepted(
          new Failure.OutcomeUnknown(), SaveAnswer.Certainty.UNCLEAR, Optional.empty());
    }
  }

  /// Empty when nothing was sent.
  private static Optional<RequestResult> result(SaveAnswer answer) {
    return switch (answer) {
      case SaveAnswer.Accepted() -> Optional.of(RequestResult.ACCEPTED);
      case SaveAnswer.NotAllowed() -> Optional.empty();
      case SaveAnswer.NotAccepted(_, var certainty, _) ->
          switch (certainty) {
            case NOT_SENT -> Optional.empty();
            case NOTHING_SAVED -> Optional.of(RequestResult.REJECTED);
            case UNCLEAR -> Optional.of(RequestResult.UNKNOWN);
          };
    };
  }

  private static Pushed answered(Sent sent) {
    return switch (sent.answer()) {
      case SaveAnswer.Accepted() -> new Pushed.Accepted(sent.request());
      case SaveAnswer.NotAllowed() -> new Pushed.NotAllowed();
      case SaveAnswer.NotAccepted(var failure, _, var retryAfter) ->
          new Pushed.NotAccepted(new Failures.Failed(failure, retryAfter, sent.end().steady()));
    };
  }

  private Instant now() {
    return ports.clock().now().steady();
  }

  private static SaveReceipt request(Prepared prepared, String requestId, Instant end) {
    var job = prepared.job();
    return new SaveReceipt(
        job.resource().id(),
        end.truncatedTo(ChronoUnit.SECONDS),
        job.resource().generation(),
        job.endpoint().name(),
        job.target(),
        prepared.counts(),
        prepared.secrets(),
        requestId);
  }

  private Pushed notAccepted(Failure failure) {
    return new Pushed.NotAccepted(new Failures.Failed(failure, Optional.empty(), now()));
  }

  /// Why the token may not be used for what the spec names.
  private Optional<Failure> refusal(TokenClaims claims, Prepared prepared) {
    var spec = prepared.job().resource().spec();
    var rule =
        settings.organizationRule(
            spec.endpoint(), spec.organization(), prepared.job().resource().id().namespace());
    return claims.refusal(spec.organization(), rule);
  }
}
