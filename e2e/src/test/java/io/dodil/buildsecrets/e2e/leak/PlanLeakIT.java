package io.dodil.buildsecrets.e2e.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.KubectlUser;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.Ports;
import io.dodil.buildsecrets.e2e.plan.PlanResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Plans of everything that can go wrong show no value, token, id, secret or user name, however it
/// is written. Each place that is searched gets a leak of each form planted afterwards.
@Tag("slow")
@Tag("jar")
@ExtendWith(OperatorExtension.class)
class PlanLeakIT {

  /// Names of registries and of build arguments are what a plan is for, also where they are from
  /// the data of a Secret.
  private static final String NAMES = ".*: (?:registry|(?:bad )?key)#\\d+";

  @TempDir private Path folder = Path.of("");
  private final Cluster cluster;

  PlanLeakIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @CsvSource({"text, true", "json, false"})
  void showsNoValueWhateverIsWrong(String output, boolean secretsInFile) throws Exception {
    try (var scenario = new LeakScenario(cluster, folder)) {
      scenario.prepare(Kubectl.of(cluster));
      var file = secretsInFile ? scenario.manifests() : scenario.resources();

      var plan =
          PlanResult.by(
              KubectlUser.administrator(cluster),
              file,
              "plan",
              "-f",
              "-",
              "-o",
              output,
              "--check-token",
              "--config",
              scenario.configuration("text", new Ports(8081, 8080)).toString());

      assertThat(plan.err()).isEmpty();
      assertThat(plan.exitCode()).isEqualTo(2);
      assertThat(plan.out())
          .contains(scenario.scenes().stream().map(s -> s.ns().namespace()).toList());
      var search = scenario.canaries().search();
      for (var sink : sinks(plan)) {
        assertThat(sink.leaks(search)).as(sink.name()).allMatch(name -> name.matches(NAMES));
        assertThat(LeakIT.planted(sink)).isPositive();
      }
    }
  }

  private static List<LeakSink> sinks(PlanResult plan) {
    return List.of(
        file("stdout", plan.folder().resolve("out")),
        file("stderr", plan.folder().resolve("err")),
        LeakSinks.files("files", plan.folder().resolve("home")));
  }

  private static LeakSink file(String name, Path file) {
    return new LeakSink(
        name,
        () -> Files.readString(file),
        leak -> Files.writeString(file, leak, StandardOpenOption.APPEND));
  }
}
