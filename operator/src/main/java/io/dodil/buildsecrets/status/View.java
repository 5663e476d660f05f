package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.Condition.Status;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.api.v1alpha1.Reason;
import java.util.Optional;

/// A condition before it knows its generation and since when it holds.
record View(Status status, Reason reason, String message) {

  static View yes(Reason reason, String message) {
    return new View(Status.True, reason, message);
  }

  static View no(Reason reason, String message) {
    return new View(Status.False, reason, message);
  }

  static View unknown(Reason reason, String message) {
    return new View(Status.Unknown, reason, message);
  }

  /// What the previous status says, as long as it says it of the same generation.
  static Optional<View> kept(BuildSecretsStatus previous, ConditionType type, long generation) {
    return previous
        .condition(type)
        .filter(c -> c.observedGeneration() != null && c.observedGeneration() == generation)
        .flatMap(View::of);
  }

  private static Optional<View> of(Condition condition) {
    return Reason.named(condition.reason())
        .map(reason -> new View(condition.status(), reason, condition.message()));
  }
}
