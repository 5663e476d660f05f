package io.dodil.buildsecrets.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.schema.CrdSchema;
import io.dodil.buildsecrets.e2e.schema.SchemaCase;
import io.dodil.buildsecrets.e2e.schema.SchemaSample;
import io.dodil.buildsecrets.e2e.schema.Submission;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// That the admission policy asks for every reference that the CRD has, and still is affordable
/// with as many as it allows.
@OperatorTest
class AdmissionReferencesIT {

  private AdmissionPolicy policy;
  private TenantUser some;
  private TenantUser reader;

  @BeforeAll
  void install(Cluster cluster) {
    policy = AdmissionPolicy.install(cluster, "references");
    cluster.statuses().leaveAlone(policy.namespace());
    policy.awaitInForce(SchemaCase.good("every-field").object());
    some = policy.author("reader-of-some").mayGet(named());
    reader = policy.author("reader-of-all").mayGet(List.of());
  }

  @AfterAll
  void clear() {
    some.close();
    reader.close();
    policy.cluster().admin().resources(BuildSecrets.class).inNamespace(policy.namespace()).delete();
  }

  static Stream<CrdSchema.Field> references() {
    return CrdSchema.fields().stream().filter(f -> f.path().matches(".*[rR]ef\\.name"));
  }

  /// Whatever name may stand for a Secret in the good samples.
  private static List<String> named() {
    return SchemaCase.good()
        .flatMap(good -> Stream.of("secretRef", "secretKeyRef").map(good.object()::findValues))
        .flatMap(List::stream)
        .map(reference -> reference.path("name").asText())
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("references")
  void asksForEveryReferenceOfTheCrd(CrdSchema.Field reference) {
    var mine = SchemaSample.holding(reference).orElseThrow();
    assertThat(some.tries(Submission.CREATE, mine.object())).as("the samples'").isEmpty();

    var theirs = mine.withText("somebody-elses");

    assertThat(some.tries(Submission.CREATE, theirs))
        .hasValueSatisfying(m -> assertThat(m).contains(AdmissionPolicy.REFUSED));
    assertThat(reader.tries(Submission.CREATE, theirs)).isEmpty();
  }

  static Stream<CrdSchema.Field> fieldsBesideSuspend() {
    return CrdSchema.fields().stream()
        .filter(f -> f.path().matches("spec\\.\\w+"))
        .filter(f -> !f.name().equals("suspend"));
  }

  @ParameterizedTest
  @MethodSource("fieldsBesideSuspend")
  void noFieldChangesUnaskedTogetherWithSuspend(CrdSchema.Field field) {
    var text =
        CrdSchema.fields().stream()
            .filter(f -> f.path().startsWith(field.path()) && f.isText())
            .findFirst();
    var sample = SchemaSample.holding(text.orElseThrow()).orElseThrow();
    var spec = (ObjectNode) sample.object().path("spec");
    spec.remove("suspend");
    ((ObjectNode) sample.object()).remove("metadata");
    var name = field.name().toLowerCase(Locale.ROOT);
    existing(name, sample.object());
    spec.put("suspend", true);
    try (var nobody = policy.author("reader-of-none")) {
      assertThat(nobody.patches(name, sample.object().toString())).as("suspend alone").isEmpty();

      assertThat(nobody.patches(name, sample.withText("other").toString()))
          .hasValueSatisfying(m -> assertThat(m).contains(AdmissionPolicy.REFUSED));
    }
  }

  @Test
  void asksForTwentyFourDifferentSecretsByName() {
    try (var author = policy.author("reader-of-24").mayGet(names(24))) {
      var worst = CrowdedReferences.among(names(24));
      existing("worst-by-name", CrowdedReferences.among(names(23)));

      assertThat(author.tries(Submission.CREATE, worst)).isEmpty();
      assertThat(author.tries(Submission.SERVER_SIDE_APPLY, worst)).isEmpty();
      assertThat(author.patches("worst-by-name", worst.toString())).isEmpty();
    }
  }

  @Test
  void theLastOfThemCounts() {
    try (var author = policy.author("reader-of-23").mayGet(names(23))) {
      assertThat(author.tries(Submission.CREATE, CrowdedReferences.among(names(24))))
          .hasValueSatisfying(m -> assertThat(m).contains(AdmissionPolicy.REFUSED));
    }
  }

  @Test
  void ofMoreThanThatOnlyAReaderOfAllMayNameAny() {
    try (var author = policy.author("reader-of-128").mayGet(names(128))) {
      var worst = CrowdedReferences.among(names(128));

      assertThat(author.tries(Submission.CREATE, CrowdedReferences.among(names(25))))
          .hasValueSatisfying(m -> assertThat(m).contains(AdmissionPolicy.REFUSED));
      assertThat(author.tries(Submission.CREATE, worst))
          .hasValueSatisfying(m -> assertThat(m).contains(AdmissionPolicy.REFUSED));
      assertThat(reader.tries(Submission.CREATE, worst)).isEmpty();
      existing("worst", worst);
      assertThat(reader.patches("worst", CrowdedReferences.among(names(127)).toString())).isEmpty();
      assertThat(author.patches("worst", "{\"spec\":{\"suspend\":true}}")).isEmpty();
    }
  }

  private void existing(String name, JsonNode object) {
    Submission.existing(policy.cluster().admin(), policy.namespace(), object, name);
  }

  /// As long as they may be, and different at their end.
  private static List<String> names(int count) {
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> "s".repeat(250) + "%03d".formatted(i))
        .toList();
  }
}
