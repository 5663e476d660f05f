package io.dodil.buildsecrets.e2e.judges;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What programs of others say of chart, CRD and examples. Each remark that is left standing has
/// its reason in `judges/accepted.yaml`, and none stands there that nobody makes any more.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManifestJudge {

  private final Map<Judge, List<Finding>> remarks = new LinkedHashMap<>();
  private List<AcceptedFinding> accepted = List.of();

  @BeforeAll
  void hearThemAll(@TempDir Path folder) throws IOException {
    accepted = AcceptedFinding.all();
    try (var cluster = ControlPlane.start()) {
      var kubectl = Kubectl.of(cluster);
      kubectl.run("apply", "--server-side", "-f", JudgedFiles.CRD.toString());
      for (var kinds : List.of("stubs", "chart/surroundings.yaml")) {
        kubectl.run(
            "apply", "--server-side", "--force-conflicts", "-f", "src/test/resources/" + kinds);
      }
      kubectl.run("wait", "--for=condition=Established", "crd", "--all");
      var files = JudgedFiles.collect(kubectl, folder);
      for (var judge : Judge.values()) {
        remarks.put(judge, judge.of(files).toList());
      }
    }
    tell();
  }

  private void tell() {
    for (var acceptance : accepted) {
      long times = all().stream().filter(acceptance::covers).count();
      System.out.printf(
          "accepted: %s: %s (%d times): %s%n",
          acceptance.judge(), acceptance.text(), times, acceptance.why());
    }
  }

  private List<Finding> all() {
    return remarks.values().stream().flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @EnumSource
  void saysNothingButWhatIsAcceptedForAReason(Judge judge) {
    assertThat(remarks.get(judge))
        .filteredOn(remark -> accepted.stream().noneMatch(a -> a.covers(remark)))
        .isEmpty();
  }

  @Test
  void whatIsAcceptedIsStillSaid() {
    assertThat(accepted).allSatisfy(a -> assertThat(all()).as(a.text()).anyMatch(a::covers));
  }
}
