package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.simulation.world.Stop;
import java.util.List;
import java.util.Optional;

/// What came of a program.
record Outcome(Trace trace, Optional<String> violation) {

  static Outcome of(List<Op> program, boolean keepsLines) {
    var trace = new Trace(keepsLines);
    try {
      new Simulation(program, trace).run();
      return new Outcome(trace, Optional.empty());
    } catch (Stop.Violation violation) {
      return new Outcome(trace, Optional.ofNullable(violation.getMessage()));
    } catch (RuntimeException bug) {
      return new Outcome(
          trace,
          Optional.of(
              bug
                  + " at "
                  + List.of(bug.getStackTrace())
                      .subList(0, Math.min(25, bug.getStackTrace().length))));
    }
  }
}
