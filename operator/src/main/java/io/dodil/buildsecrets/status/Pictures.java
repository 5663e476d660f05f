package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.sync.SyncOutcome.Persistence;
import io.dodil.buildsecrets.sync.SyncRun;
import java.util.List;

/// The picture of each outcome that leaves a resource not ready.
///
/// ```
/// stopped before reading    SecretsResolved keeps its value    Synced=False/reason
/// while reading, resolving  SecretsResolved=False/reason       Synced=False/AwaitingSecrets
/// later                     SecretsResolved=True               Synced=False/reason
/// ```
final class Pictures {

  private final BuildSecretsStatus previous;
  private final SyncRun run;

  Pictures(BuildSecretsStatus previous, SyncRun run) {
    this.previous = previous;
    this.run = run;
  }

  Picture stopped(Finding finding) {
    return Picture.of(resolvedAsBefore(), View.no(finding.reason(), finding.sentence()), finding);
  }

  Picture gated(Failure failure) {
    return stopped(sentence(failure));
  }

  Picture unresolved(List<Problem> problems) {
    var findings = problems.stream().map(ProblemSentences::of).toList();
    var synced = View.no(Reason.AWAITING_SECRETS, Sentences.AWAITING);
    var draft = new Picture(synced, synced, findings, Persistence.RECENT);
    var resolved = View.no(draft.reason(), Sentences.message(findings));
    return new Picture(resolved, synced, findings, Persistence.RECENT);
  }

  Picture readFailed() {
    var finding = Sentences.readFailed();
    var synced =
        View.kept(previous, ConditionType.SYNCED, run.generation())
            .orElse(View.unknown(Reason.NOT_ATTEMPTED, Sentences.NOT_ATTEMPTED));
    return Picture.of(View.unknown(finding.reason(), finding.sentence()), synced, finding);
  }

  Picture notSaved(Failure failure, Persistence persistence) {
    var finding = sentence(failure);
    var status =
        failure instanceof Failure.OutcomeUnknown
            ? Condition.Status.Unknown
            : Condition.Status.False;
    return new Picture(
        View.yes(Reason.RESOLVED, Sentences.RESOLVED),
        new View(status, finding.reason(), finding.sentence()),
        List.of(finding),
        persistence);
  }

  Picture held(Finding finding) {
    return Picture.of(
        View.yes(Reason.RESOLVED, Sentences.RESOLVED),
        View.no(finding.reason(), finding.sentence()),
        finding);
  }

  private View resolvedAsBefore() {
    return View.kept(previous, ConditionType.SECRETS_RESOLVED, run.generation())
        .orElse(View.unknown(Reason.NOT_EVALUATED, Sentences.NOT_EVALUATED));
  }

  private Finding sentence(Failure failure) {
    return FailureSentences.of(failure, run.resource().spec().organization());
  }
}
