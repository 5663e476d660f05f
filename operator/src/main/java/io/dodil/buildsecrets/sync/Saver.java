package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.ownership.SaveAttempt;
import io.dodil.buildsecrets.ownership.TargetState;
import io.dodil.buildsecrets.sync.StageResult.From;
import io.dodil.buildsecrets.sync.SyncListener.RequestResult;
import io.dodil.buildsecrets.sync.SyncOutcome.Saved;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Sends a request, and remembers what the target holds because of it: what was sent, what it held
/// before, or either of them.
final class Saver {

  private final SyncPorts ports;
  private final Tokens tokens;
  private final TargetState targets;
  private final ResourceStates resourceStates;
  private final Failures failures;

  Saver(SyncPorts ports, SyncState state, Failures failures) {
    this.ports = ports;
    this.tokens = state.tokens();
    this.targets = state.targets();
    this.resourceStates = state.resourceStates();
    this.failures = failures;
  }

  StageResult<Saved> save(AuthenticatedSave request) {
    var prepared = request.prepared();
    var sent = send(request);
    return switch (sent.answer()) {
      case SaveAnswer.Accepted() -> {
        var resource = prepared.task().resource();
        resourceStates.update(resource.id().uid(), m -> m.inForce(resource.spec()));
        yield new StageResult.Continue<>(new Saved(sent.receipt()));
      }
      case SaveAnswer.NotAllowed() -> StageResult.Done.with(new Unchanged(Because.DEFERRED));
      case SaveAnswer.NotAccepted(var failure, _, var retryAfter) ->
          notAccepted(request, new Failures.Failed(failure, retryAfter, sent.end().monotonic()));
    };
  }

  private StageResult<Saved> notAccepted(AuthenticatedSave request, Failures.Failed failed) {
    request.held().ifPresent(held -> dropRefused(held, request.prepared(), failed.failure()));
    return failed.failure() instanceof Failure.AuthenticationFailed
            && request.mayRefresh()
            && failed.retryAfter().isEmpty()
        ? new StageResult.Restart<>(new From.Reading(Optional.empty()))
        : failures.notSaved(request.prepared(), failed);
  }

  /// A token that is refused is not used again.
  private void dropRefused(HeldToken held, PreparedSave prepared, Failure failure) {
    var ref = prepared.task().credentialRef().orElseThrow();
    if (failure instanceof Failure.PermissionDenied) {
      tokens.refresh(ref);
    }
    if (failure instanceof Failure.AuthenticationFailed) {
      tokens.drop(ref, held);
    }
  }

  /// A save call that has ended.
  private record Sent(SaveAnswer answer, SaveReceipt receipt, Timestamp end) {}

  private Sent send(AuthenticatedSave request) {
    var prepared = request.prepared();
    var task = prepared.task();
    var attempt =
        SaveAttempt.begin(
            targets, task.target(), task.resource().id().uid(), ports.clock().now().monotonic());
    var requestId = ports.requestIds().get();
    var answer = answer(request, requestId);
    var end = ports.clock().now();
    var receipt = receipt(request, requestId, end.wall());
    var result = result(answer);
    result.ifPresent(r -> ports.listener().requestEnded(receipt, r));
    if (answer instanceof SaveAnswer.NotAllowed) {
      attempt.withheld();
    } else {
      switch (result.orElse(RequestResult.REJECTED)) {
        case ACCEPTED -> attempt.accepted(prepared.save());
        case UNKNOWN -> attempt.inDoubt(end.monotonic());
        case REJECTED -> attempt.rejected();
      }
    }
    return new Sent(answer, receipt, end);
  }

  /// Whatever the call throws, the request may have been sent.
  private SaveAnswer answer(AuthenticatedSave request, String requestId) {
    var prepared = request.prepared();
    try {
      return ports
          .saves()
          .save(prepared.task().endpoint(), request.token(), prepared.body(), requestId);
    } catch (RuntimeException | Error e) {
      ports.listener().unexpected(prepared.task().resource().id(), e);
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

  private static SaveReceipt receipt(AuthenticatedSave request, String requestId, Instant end) {
    var prepared = request.prepared();
    var task = prepared.task();
    return new SaveReceipt(
        task.resource().id(),
        end.truncatedTo(ChronoUnit.SECONDS),
        task.resource().generation(),
        task.endpoint().name(),
        task.target(),
        request.organization(),
        prepared.counts(),
        prepared.secrets(),
        requestId);
  }
}
