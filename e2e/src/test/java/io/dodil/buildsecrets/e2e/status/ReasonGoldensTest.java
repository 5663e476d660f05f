package io.dodil.buildsecrets.e2e.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.testkit.ReasonRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// That no reason is without a status that was seen on a real API server.
class ReasonGoldensTest {

  /// Take a minute of refusals, and no Retry-After speeds them up.
  private static final Set<String> NOT_SEEN =
      Set.of("Stalled=True OrganizationMismatch", "Stalled=True OrganizationUnnamed");

  @Test
  void everyReasonHasBeenSeen() {
    var seen =
        conditions().map(c -> c.get("reason")).collect(Collectors.toCollection(TreeSet::new));

    assertThat(seen).containsExactlyInAnyOrderElementsOf(texts());
  }

  @Test
  void everyReasonHasBeenSeenInEachConditionThatMayHaveIt() {
    var seen =
        conditions()
            .map(c -> "%s=%s %s".formatted(c.get("type"), c.get("status"), c.get("reason")))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(seen).containsExactlyInAnyOrderElementsOf(cells());
  }

  @Test
  void nothingIsLeftThatDiffersFromRunToRun() {
    assertThat(GoldenStatus.all())
        .allSatisfy(file -> assertThat(GoldenStatus.masked(read(file))).isEqualTo(read(file)));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  private static List<String> texts() {
    return Stream.of(Reason.values()).map(Reason::text).toList();
  }

  private static List<String> cells() {
    return ReasonRules.TABLE.entrySet().stream()
        .flatMap(cell -> cell.getValue().stream().map(reason -> cell.getKey() + " " + reason))
        .filter(cell -> !NOT_SEEN.contains(cell))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, String>> conditions() {
    return GoldenStatus.all()
        .map(GoldenStatus::read)
        .flatMap(
            status ->
                ((List<Map<String, String>>) status.getOrDefault("conditions", List.of()))
                    .stream());
  }
}
