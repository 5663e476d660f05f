package io.dodil.buildsecrets.e2e.faults;

import io.dodil.buildsecrets.e2e.faults.FaultCase.Course;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// The rows of a table, all under way at once.
final class FaultRuns {

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final Map<FaultRow, CompletableFuture<Course>> courses = new HashMap<>();

  static FaultRuns start(List<FaultRow> table, Function<FaultRow, Course> trial) {
    var all = new FaultRuns();
    for (var row : table) {
      all.courses.put(row, CompletableFuture.supplyAsync(() -> trial.apply(row), THREADS));
    }
    return all;
  }

  /// Waits for its end.
  Course of(FaultRow row) {
    return Objects.requireNonNull(courses.get(row)).join();
  }
}
