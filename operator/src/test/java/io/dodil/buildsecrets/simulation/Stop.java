package io.dodil.buildsecrets.simulation;

/// Ends what is under way in a simulation, through whatever code is in between.
abstract sealed class Stop extends Error {

  private static final long serialVersionUID = 1L;

  private Stop(String message) {
    super(message, null, false, false);
  }

  /// The process is gone, in the middle of whatever it did.
  static final class Died extends Stop {
    private static final long serialVersionUID = 1L;
    final int operator;

    Died(int operator) {
      super("died");
      this.operator = operator;
    }
  }

  /// Something is wrong.
  static final class Violation extends Stop {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
      super(what);
    }
  }
}
