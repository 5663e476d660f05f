package io.dodil.buildsecrets.simulation.world;

/// Ends what is under way in a simulation, through whatever code is in between.
public abstract sealed class Stop extends Error {

  private static final long serialVersionUID = 1L;

  private Stop(String message) {
    super(message, null, false, false);
  }

  /// The process is gone, in the middle of whatever it did.
  public static final class Died extends Stop {
    private static final long serialVersionUID = 1L;

    public Died() {
      super("died");
    }
  }

  /// Something is wrong.
  public static final class Violation extends Stop {
    private static final long serialVersionUID = 1L;

    public Violation(String what) {
      super(what);
    }
  }
}
