package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;

/// What a status would say, for whoever asks before there is one.
public final class Findings {

  private Findings() {}

  public static Finding of(Problem problem) {
    return ProblemSentences.of(problem);
  }

  /// Of what a token or the other side says.
  ///
  /// @param organization of the spec
  public static Finding of(Failure failure, String organization) {
    return FailureSentences.of(failure, organization);
  }

  public static Finding of(Denial denial, ResourceId resource) {
    return Sentences.denied(denial, resource);
  }

  public static Finding suspended() {
    return Sentences.suspended();
  }
}
