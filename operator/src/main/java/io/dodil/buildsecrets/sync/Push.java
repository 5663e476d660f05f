package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.TokenClaims;
import io.dodil.buildsecrets.auth.TokenResult;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.sync.Prepared.Proof;
import io.dodil.buildsecrets.target.SaveAttempt;
import io.dodil.buildsecrets.target.TargetState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// From a set that is ready to the API's answer: the token, whose organization it names, the save.
final class Push {

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

    /// A token was fetched, or refused and forgotten: what is sent has to be read after it.
    record ReadAgain() implements Pushed {}

    /// This process may no longer save.
    record NotAllowed() implements Pushed {}
  }

  /// @param mayRetry whether a refused token may be exchanged for a fresh one
  Pushed push(Prepared prepared, boolean mayRetry) {
    return switch (prepared.proof()) {
      case Proof.Held(var held) -> send(prepared, held, mayRetry);
      case Proof.Read(Credential.ClientCredentials credential, var fingerprint, var version) ->
          fetch(prepared, new Tokens.Presented(credential, fingerprint, version));
      case Proof.Read(Credential.StaticToken(var token), _, _) -> sendStatic(prepared, token);
    };
  }

  private Pushed fetch(Prepared prepared, Tokens.Presented credential) {
    var job = prepared.job();
    return switch (tokens.obtain(job.endpoint(), job.credentialRef().orElseThrow(), credential)) {
      case TokenResult.Obtained _ -> new Pushed.ReadAgain();
      case TokenResult.Refused(var failure, var retryAfter) ->
          new Pushed.NotAccepted(new Failures.Failed(failure, retryAfter, now()));
      case TokenResult.Withheld() -> new Pushed.NotAllowed();
    };
  }

  private Pushed sendStatic(Prepared prepared, Sensitive token) {
    var claims = TokenClaims.of(token);
    if (claims.hasExpired(ports.clock().now().wall())) {
      return notAccepted(new Failure.TokenExpired());
    }
    return mismatch(claims, prepared)
        .map(this::notAccepted)
        .orElseGet(() -> answered(prepared, save(prepared, token)));
  }

  private Pushed send(Prepared prepared, HeldToken held, boolean mayRetry) {
    var ref = prepared.job().credentialRef().orElseThrow();
    var mismatch = mismatch(held.claims(), prepared);
    if (mismatch.isPresent()) {
      tokens.refresh(ref);
      return notAccepted(mismatch.get());
    }
    var sent = save(prepared, held.token());
    if (sent.failedBy(Failure.PermissionDenied.class)) {
      tokens.refresh(ref);
    }
    if (sent.failedBy(Failure.AuthenticationFailed.class)) {
      tokens.drop(ref, held);
      if (mayRetry) {
        return new Pushed.ReadAgain();
      }
    }
    return answered(prepared, sent);
  }

  /// A save call that has ended.
  private record Sent(SaveAnswer answer, String requestId, Moment end) {

    boolean failedBy(Class<? extends Failure> kind) {
      return answer instanceof SaveAnswer.NotAccepted(var failure, _, _)
          && kind.isInstance(failure);
    }
  }

  private Sent save(Prepared prepared, Sensitive token) {
    var job = prepared.job();
    var uid = job.resource().id().uid();
    var attempt = SaveAttempt.begin(targets, job.target(), uid, now());
    var requestId = ports.requestIds().get();
    try {
      var answer = ports.saves().save(job.endpoint(), token, prepared.body(), requestId);
      var end = ports.clock().now();
      note(attempt, answer, prepared, end.steady());
      return new Sent(answer, requestId, end);
    } catch (RuntimeException e) {
      attempt.unclear(now());
      throw e;
    }
  }

  private static void note(SaveAttempt attempt, SaveAnswer answer, Prepared prepared, Instant end) {
    switch (answer) {
      case SaveAnswer.Accepted() -> attempt.accepted(prepared.save());
      case SaveAnswer.NotAllowed() -> attempt.nothingSaved();
      case SaveAnswer.NotAccepted(_, var certainty, _) -> {
        switch (certainty) {
          case NOT_SENT, NOTHING_SAVED -> attempt.nothingSaved();
          case UNCLEAR -> attempt.unclear(end);
        }
      }
    }
  }

  private static Pushed answered(Prepared prepared, Sent sent) {
    return switch (sent.answer()) {
      case SaveAnswer.Accepted() ->
          new Pushed.Accepted(receipt(prepared, sent.requestId(), sent.end().wall()));
      case SaveAnswer.NotAllowed() -> new Pushed.NotAllowed();
      case SaveAnswer.NotAccepted(var failure, _, var retryAfter) ->
          new Pushed.NotAccepted(new Failures.Failed(failure, retryAfter, sent.end().steady()));
    };
  }

  private Instant now() {
    return ports.clock().now().steady();
  }

  private static SaveReceipt receipt(Prepared prepared, String requestId, Instant now) {
    var job = prepared.job();
    return new SaveReceipt(
        job.resource().id(),
        now.truncatedTo(ChronoUnit.SECONDS),
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

  /// Whose token it is.
  private Optional<Failure> mismatch(TokenClaims claims, Prepared prepared) {
    return claims.mismatch(
        prepared.job().target().organization(), !settings.organizations().isEmpty());
  }
}
