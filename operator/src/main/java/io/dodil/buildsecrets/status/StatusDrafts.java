package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.status.messages.FailureMessages;
import io.dodil.buildsecrets.status.messages.Message;
import io.dodil.buildsecrets.status.messages.Messages;
import io.dodil.buildsecrets.status.messages.ProblemMessages;
import io.dodil.buildsecrets.sync.SyncResult;
import io.dodil.buildsecrets.sync.retry.Persistence;
import java.util.List;

/// The draft of each outcome that leaves a resource not ready.
///
/// ```
/// stopped before reading    SecretsResolved keeps its value    Synced=False/reason
/// while reading, resolving  SecretsResolved=False/reason       Synced=False/AwaitingSecrets
/// later                     SecretsResolved=True               Synced=False/reason
/// ```
final class StatusDrafts {

  private final BuildSecretsStatus previous;
  private final SyncResult result;

  StatusDrafts(BuildSecretsStatus previous, SyncResult result) {
    this.previous = previous;
    this.result = result;
  }

  StatusDraft stopped(Message message) {
    return StatusDraft.of(
        resolvedAsBefore(), ConditionDraft.no(message.reason(), message.text()), message);
  }

  StatusDraft heldByRetryAfter(Failure failure) {
    return stopped(sentence(failure));
  }

  StatusDraft unresolved(List<Problem> problems) {
    var messages = problems.stream().map(ProblemMessages::of).toList();
    var synced = ConditionDraft.no(Reason.AWAITING_SECRETS, Messages.AWAITING);
    var draft = new StatusDraft(synced, synced, messages, Persistence.RECENT);
    var resolved = ConditionDraft.no(draft.reason(), Messages.message(messages));
    return new StatusDraft(resolved, synced, messages, Persistence.RECENT);
  }

  StatusDraft readFailed() {
    var message = Messages.readFailed();
    var synced =
        ConditionDraft.kept(previous, ConditionType.SYNCED, result.generation())
            .orElse(ConditionDraft.unknown(Reason.NOT_ATTEMPTED, Messages.NOT_ATTEMPTED));
    return StatusDraft.of(
        ConditionDraft.unknown(message.reason(), message.text()), synced, message);
  }

  StatusDraft notSaved(Failure failure, Persistence persistence) {
    var message = sentence(failure);
    var status =
        failure instanceof Failure.OutcomeUnknown
            ? Condition.Status.Unknown
            : Condition.Status.False;
    return new StatusDraft(
        ConditionDraft.yes(Reason.RESOLVED, Messages.RESOLVED),
        new ConditionDraft(status, message.reason(), message.text()),
        List.of(message),
        persistence);
  }

  StatusDraft held(Message message) {
    return StatusDraft.of(
        ConditionDraft.yes(Reason.RESOLVED, Messages.RESOLVED),
        ConditionDraft.no(message.reason(), message.text()),
        message);
  }

  private ConditionDraft resolvedAsBefore() {
    return ConditionDraft.kept(previous, ConditionType.SECRETS_RESOLVED, result.generation())
        .orElse(ConditionDraft.unknown(Reason.NOT_EVALUATED, Messages.NOT_EVALUATED));
  }

  private Message sentence(Failure failure) {
    return FailureMessages.of(failure, result.resource().spec());
  }
}
