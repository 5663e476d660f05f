package io.dodil.buildsecrets.e2e.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.gitops.ArgoTestdata.Health;
import io.dodil.buildsecrets.e2e.harness.GoldenStatus;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The fixtures that the health of Argo CD is tested with are the statuses of real runs. With
/// `-Dgolden=write` they are written anew.
public class ArgoTestdataTest {

  @Test
  public void theyAreTheStatusesOfRealRuns() {
    assertThat(GoldenStatus.all().map(ArgoTestdata::of))
        .allSatisfy(
            fixture -> expect("testdata/" + fixture.name() + ".yaml", Yaml.text(fixture.object())));
  }

  @Test
  public void thereAreNoOthersButThoseByHand() {
    assertThat(ArgoCustomization.files("testdata"))
        .containsExactlyInAnyOrderElementsOf(
            healths().keySet().stream().map(name -> "testdata/" + name + ".yaml").toList());
  }

  @Test
  public void theHealthOfEachIsTested() throws IOException {
    var tests = Yaml.object("tests: []");
    healths()
        .forEach(
            (name, health) ->
                tests
                    .withArrayProperty("tests")
                    .addObject()
                    .put("inputPath", "testdata/" + name + ".yaml")
                    .putObject("healthStatus")
                    .put("status", health.status())
                    .put("message", health.message()));

    expect("health_test.yaml", Yaml.text(tests));
  }

  private static Map<String, Health> healths() {
    var healths = new TreeMap<>(ArgoTestdata.BY_HAND);
    GoldenStatus.all()
        .map(ArgoTestdata::of)
        .forEach(fixture -> healths.put(fixture.name(), fixture.health()));
    return healths;
  }

  private static void expect(String name, String text) throws IOException {
    var file = ArgoCustomization.FOLDER.resolve(name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, text);
    }
    assertThat(file).hasContent(text);
  }
}
