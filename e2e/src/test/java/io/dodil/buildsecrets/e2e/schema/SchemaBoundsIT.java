package io.dodil.buildsecrets.e2e.schema;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Golden;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.schema.CrdSchema.Field;
import java.io.IOException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every bound of the schema, from both sides.
@OperatorTest
class SchemaBoundsIT {

  private SchemaNamespace trial;

  @BeforeAll
  void prepare(Cluster cluster) {
    trial = SchemaNamespace.prepare(cluster);
  }

  @AfterAll
  void clear() {
    trial.close();
  }

  static Stream<Field> texts() {
    return CrdSchema.fields().stream().filter(Field::isText);
  }

  static Stream<Field> lists() {
    return CrdSchema.fields().stream().filter(Field::isList);
  }

  static Stream<Field> required() {
    return CrdSchema.fields().stream().filter(Field::required);
  }

  @Test
  void theBoundsAreThose() throws IOException {
    var bounds = CrdSchema.fields().stream().map(Field::bounds).collect(joining("\n", "", "\n"));

    Golden.expect("schema-bounds.txt", bounds);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void takesATextOfTheGreatestLengthAndNoneLonger(Field text) {
    int most = text.bound("maxLength");

    assertTaken(text, sample -> sample.withText("a".repeat(most)));
    assertRefused(
        text,
        sample -> sample.withText("a".repeat(most + 1)),
        text.name().replace("[]", "") + "%s: Too long: may not be more than " + most + " bytes");
    assertRefused(text, sample -> sample.withText(""), "should be at least 1 chars long");
  }

  @ParameterizedTest
  @MethodSource("lists")
  void takesAListOfTheGreatestLengthAndNoneLonger(Field list) {
    int most = list.bound("maxItems");
    var key = list.schema().at("/x-kubernetes-list-map-keys/0").asText();

    assertTaken(list, sample -> sample.withEntries(most, key));
    assertRefused(
        list,
        sample -> sample.withEntries(most + 1, key),
        list.name() + ": Too many: " + (most + 1) + ": must have at most " + most + " items");
  }

  @ParameterizedTest
  @MethodSource("required")
  void refusesAnObjectWithoutWhatIsRequired(Field field) {
    for (var way : Submission.values()) {
      var refusal = trial.of(way, sample(field).without());

      assertThat(refusal.orElseThrow().message())
          .as(way.name())
          .contains(
              way == Submission.SERVER_SIDE_APPLY && field.listKey()
                  ? "has an element that omits all key fields [\"" + field.name() + "\"]"
                  : field.name() + ": Required value");
    }
  }

  private void assertTaken(Field field, Function<SchemaSample, JsonNode> change) {
    for (var way : Submission.values()) {
      assertThat(trial.of(way, change.apply(sample(field)))).as(way.name()).isEmpty();
    }
  }

  private void assertRefused(
      Field field, Function<SchemaSample, JsonNode> change, String sentence) {
    var said = sentence.formatted(field.path().endsWith("[]") ? "[0]" : "");
    for (var way : Submission.values()) {
      var refusal = trial.of(way, change.apply(sample(field)));

      assertThat(refusal.orElseThrow().message()).as(way.name()).contains(said);
    }
  }

  private static SchemaSample sample(Field field) {
    return SchemaSample.holding(field).orElseThrow();
  }
}
