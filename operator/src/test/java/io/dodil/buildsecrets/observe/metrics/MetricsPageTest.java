package io.dodil.buildsecrets.observe.metrics;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/metrics.md lists what there is, with its type and labels, and nothing else.
class MetricsPageTest {

  private static final Pattern ROW =
      Pattern.compile("\\| `(buildsecrets_[a-z_]+)` \\| ([a-z]+) \\| ([a-z_` ]*)\\|.*");

  /// Of a format, or of the page's second table.
  private static final Set<String> NOT_IN_ROWS = Set.of("le", "namespace", "name");

  @Test
  void listsEveryFamilyWithItsTypeAndLabels() throws IOException {
    var page = new TreeSet<String>();
    for (var line : Files.readAllLines(Path.of("../docs/metrics.md"))) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        page.add(row.group(1) + " " + row.group(2) + " " + labels(row.group(3)));
      }
    }

    assertThat(page).isEqualTo(families(everything()));
  }

  @Test
  void namesNoOtherFamilyInItsAlerts() throws IOException {
    var page = Files.readString(Path.of("../docs/metrics.md"));
    var known = new TreeSet<String>();
    families(everything()).forEach(f -> known.add(f.substring(0, f.indexOf(' '))));

    Pattern.compile("buildsecrets_[a-z_]+")
        .matcher(page)
        .results()
        .map(m -> m.group().replaceAll("_bucket$", ""))
        .forEach(name -> assertThat(known).contains(name));
  }

  private static Set<String> labels(String column) {
    return new TreeSet<>(List.of(column.replace("`", "").strip().split(" +", -1)));
  }

  private static Set<String> families(Scraped scraped) {
    var families = new TreeSet<String>();
    for (var family : scraped.families()) {
      var name = family.substring(0, family.indexOf(' '));
      var labels = new TreeSet<String>();
      scraped
          .samples()
          .filter(line -> line.matches(name + "(_bucket|_count|_sum)?[{ ].*"))
          .flatMap(line -> Pattern.compile("([a-z_]+)=\"").matcher(line).results())
          .map(m -> m.group(1))
          .filter(label -> !NOT_IN_ROWS.contains(label))
          .forEach(labels::add);
      if (labels.isEmpty()) {
        labels.add("");
      }
      families.add(family + " " + labels);
    }
    return families;
  }

  private static Scraped everything() {
    var clock = new ManualTimeSource();
    try (var metrics =
        new Metrics(SettingsBuilder.settings(), "test", () -> true, clock.monotonic())) {
      var expiring =
          new BuildSecretsStatus(1L, List.of(), null, ManualTimeSource.START, null, null, null);
      metrics.show(
          new ProcessState(
              () -> true,
              () ->
                  List.of(
                      resource("acme", c -> c.saved(ManualTimeSource.START)),
                      resource("umbrella").with(expiring)),
              Map::of,
              () -> 0,
              () -> 0,
              () -> Map.of("tokens", 1),
              Map.of("secrets", () -> true)));
      metrics.request("save", "staging", 200, Duration.ofSeconds(1));
      metrics.clusterRequest("get", "secrets", 200);
      var _ = metrics.events("written");
      return Scraped.of(metrics);
    }
  }
}
