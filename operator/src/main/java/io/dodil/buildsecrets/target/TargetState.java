package io.dodil.buildsecrets.target;

/// What this process knows of the targets.
public record TargetState(AcceptedSaves accepted, Claims claims, Unsettled unsettled) {

  /// Of a process that has just begun.
  public static TargetState empty(Unsettled unsettled) {
    return new TargetState(new AcceptedSaves(), new Claims(), unsettled);
  }
}
