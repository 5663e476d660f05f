package io.dodil.buildsecrets.plan;

/// Whether a resource would be saved; the worst last.
public enum Verdict {
  SAVED(0),
  NOT_SAVED(1),
  /// something could not be looked at
  UNKNOWN(2);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /// Of the command.
  public int exitCode() {
    return exitCode;
  }
}
