package io.dodil.buildsecrets.status.messages;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;

/// What a status would say, for those who ask before there is one.
public final class StatusMessages {

  private StatusMessages() {}

  public static Message of(Problem problem) {
    return ProblemMessages.of(problem);
  }

  /// Of what a token or the other side says.
  ///
  /// @param spec of the resource, for the names in it
  public static Message of(Failure failure, BuildSecretsSpec spec) {
    return FailureMessages.of(failure, spec);
  }

  public static Message of(Denial denial, ResourceId resource) {
    return Messages.denied(denial, resource);
  }

  public static Message suspended() {
    return Messages.suspended();
  }
}
