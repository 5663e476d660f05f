package io.dodil.buildsecrets.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.schema.CrdSchema.Field;
import io.dodil.buildsecrets.e2e.schema.SchemaCase.Expected;
import io.dodil.buildsecrets.e2e.schema.Submission.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the API server takes and what it refuses: `schema/good` and `schema/bad`, created, applied,
/// and put in the place of a good one.
@OperatorTest
class SchemaIT {

  private SchemaNamespace trial;

  @BeforeAll
  void prepare(Cluster cluster) {
    trial = SchemaNamespace.prepare(cluster);
  }

  @AfterAll
  void clear() {
    trial.close();
  }

  @ParameterizedTest
  @MethodSource("io.dodil.buildsecrets.e2e.schema.SchemaCase#good()")
  void takes(SchemaCase good) {
    for (var way : Submission.values()) {
      assertThat(trial.of(way, good.object())).as(way.name()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.dodil.buildsecrets.e2e.schema.SchemaCase#bad()")
  void refuses(SchemaCase bad) {
    for (var way : Submission.values()) {
      var refusal = trial.of(way, bad.object());

      if (way == Submission.SERVER_SIDE_APPLY && bad.applyRefusal().isPresent()) {
        assertThat(refusal.map(Refusal::message).orElse("taken"))
            .contains(bad.applyRefusal().get());
      } else {
        assertSays(way, refusal, bad);
      }
    }
  }

  /// All that is expected and nothing else.
  private static void assertSays(Submission way, Optional<Refusal> refusal, SchemaCase bad) {
    assertThat(refusal).as(way.name()).isPresent();
    assertThat(refusal.get().faults())
        .as(way.name())
        .hasSameSizeAs(bad.faults())
        .allMatch(
            fault ->
                bad.faults().stream()
                    .filter(expected -> expected.field().equals(fault.getField()))
                    .anyMatch(expected -> fault.getMessage().contains(expected.sentence())));
    assertThat(refusal.get().message())
        .contains(bad.faults().stream().map(Expected::sentence).toList());
  }

  @Test
  void everyRuleOfTheSchemaHasABadObject() {
    var rules = CrdSchema.fields().stream().flatMap(Field::rules).toList();
    var refused =
        SchemaCase.bad().flatMap(bad -> bad.faults().stream()).map(Expected::anywhere).toList();

    assertThat(rules).hasSizeGreaterThan(20).isSubsetOf(refused);
  }

  @Test
  void everyFieldIsInAGoodObject() {
    var fields = CrdSchema.fields();

    assertThat(fields)
        .hasSizeGreaterThan(40)
        .allMatch(field -> SchemaSample.holding(field).isPresent());
  }
}
