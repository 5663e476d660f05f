package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.resolve.Origin;
import io.dodil.buildsecrets.resolve.Outline;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/// What a resource would come to. Names, counts and sentences.
///
/// @param outline what can be resolved; all of it would be sent, or nothing
/// @param credential of the call
/// @param obstacles why it would not be saved, the worst first
/// @param gaps why it can't be said
/// @param unchecked what else was not looked at
/// @param token what the credential is good for, if that was looked at
/// @param fromFile Secrets that stand in the file
/// @param encrypted Secrets that stand encrypted in the file
/// @param notes what is worth knowing, although nothing is in the way
public record Plan(
    ResourceId id,
    String endpoint,
    String organization,
    Outline outline,
    Optional<Origin> credential,
    Size size,
    List<Obstacle> obstacles,
    List<Gap> gaps,
    List<Gap> unchecked,
    Optional<String> token,
    History history,
    NavigableSet<String> fromFile,
    NavigableSet<String> encrypted,
    List<String> notes) {

  public Plan {
    obstacles = List.copyOf(obstacles);
    gaps = List.copyOf(gaps);
    unchecked = List.copyOf(unchecked);
    notes = List.copyOf(notes);
  }

  /// An outage as the caller sees it says nothing of the operator.
  public Verdict verdict() {
    if (obstacles.stream().anyMatch(o -> o.severity() != Reason.Severity.OUTAGE)) {
      return Verdict.NOT_SAVED;
    }
    return obstacles.isEmpty() && gaps.isEmpty() ? Verdict.SAVED : Verdict.UNKNOWN;
  }
}
