package io.dodil.buildsecrets.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.StatusHistory;
import io.dodil.buildsecrets.e2e.harness.StatusHistory.Said;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.Holdings;
import io.dodil.buildsecrets.sandbox.PlannedFault;
import io.dodil.buildsecrets.sandbox.Save;
import java.util.List;

/// Lets one resource meet one fault and tells what came of it.
final class FaultCase {

  private final FullResource trial;
  private final FaultRow row;

  private FaultCase(FullResource trial, FaultRow row) {
    this.trial = trial;
    this.row = row;
  }

  /// What came of it.
  ///
  /// @param calls to the faulty endpoint when the fault had been reported
  /// @param allCalls of them, until the set was saved
  /// @param tokens asked for
  /// @param sets that the organization has ever held
  record Course(List<Said> said, int calls, int allCalls, int tokens, List<Holdings> sets) {

    List<String> story() {
      return said.stream().map(Said::picture).toList();
    }
  }

  /// With an older set in force, and a token at hand.
  static Course ofSave(FullResource trial, FaultRow row) {
    trial.apply("old");
    trial.awaitSaved(1);
    trial
        .fixture()
        .sandbox()
        .faults()
        .save(
            PlannedFault.always((Fault) row.fault())
                .times(row.calls())
                .organization(trial.ns().organization()));
    int before = trial.puts();
    return new FaultCase(trial, row).run(2, () -> trial.puts() - before);
  }

  /// With nothing saved yet.
  static Course ofToken(FullResource trial, FaultRow row) {
    trial
        .fixture()
        .sandbox()
        .faults()
        .token(
            PlannedFault.always(row.fault())
                .times(row.calls())
                .organization(trial.ns().organization()));
    return new FaultCase(trial, row).run(1, trial::tokenCalls);
  }

  private Course run(long generation, Calls calls) {
    try (var story = StatusHistory.of(trial.ns())) {
      trial.apply("new");
      int met = row.calls();
      if (row.next() == FaultRow.Next.STALLS) {
        trial.ns().await(FullResource.NAME, status -> status.isTrue("Stalled"));
        met = calls.count();
        trial.forceSync();
      }
      trial.awaitSaved(generation);
      var sets = trial.ns().saves().stream().map(Save::sent).toList();
      var said = story.whenItEndedWell(generation);
      return new Course(said, met, calls.count(), trial.tokenCalls(), sets);
    }
  }

  /// Counts calls to the endpoint that has the fault.
  private interface Calls {
    int count();
  }

  /// What holds for every row, whatever the fault.
  static void verify(FaultRow row, Course course) {
    assertThat(course.story()).isEqualTo(row.story());
    assertThat(course.calls()).isEqualTo(row.calls());
    assertThat(course.allCalls()).isEqualTo(row.callsUntilSaved());
    assertThat(course.sets())
        .endsWith(FullResource.set("new"))
        .allMatch(
            set -> set.equals(FullResource.set("old")) || set.equals(FullResource.set("new")));
  }
}
