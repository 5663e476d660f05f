package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.Condition.Status;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import java.util.Optional;

/// A condition before it knows its generation and since when it holds.
record ConditionDraft(Status status, Reason reason, String message) {

  static ConditionDraft yes(Reason reason, String message) {
    return new ConditionDraft(Status.True, reason, message);
  }

  static ConditionDraft no(Reason reason, String message) {
    return new ConditionDraft(Status.False, reason, message);
  }

  static ConditionDraft unknown(Reason reason, String message) {
    return new ConditionDraft(Status.Unknown, reason, message);
  }

  /// What the previous status says, as long as it says it of the same generation.
  static Optional<ConditionDraft> kept(
      BuildSecretsStatus previous, ConditionType type, long generation) {
    return previous
        .condition(type)
        .filter(c -> c.observedGeneration() != null && c.observedGeneration() == generation)
        .flatMap(ConditionDraft::of);
  }

  private static Optional<ConditionDraft> of(Condition condition) {
    return Reason.named(condition.reason())
        .map(reason -> new ConditionDraft(condition.status(), reason, condition.message()));
  }
}
