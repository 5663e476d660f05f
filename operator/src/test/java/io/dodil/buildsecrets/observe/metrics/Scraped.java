package io.dodil.buildsecrets.observe.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a scrape says.
record Scraped(String text) {

  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static Scraped of(Metrics metrics) {
    var text = new ByteArrayOutputStream();
    try {
      metrics.write(text, "text/plain");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Scraped(text.toString(UTF_8));
  }

  /// The sample of that name and those labels, in this order; NaN when there is none.
  double value(String series) {
    return samples()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  Stream<String> samples() {
    return text.lines().filter(line -> !line.startsWith("#"));
  }

  /// Series of a family.
  List<String> series(String family) {
    return samples()
        .filter(line -> line.startsWith(family + "{") || line.startsWith(family + " "))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .toList();
  }

  /// Our own families, with their types: `buildsecrets_leader gauge`.
  Set<String> families() {
    var families = new TreeSet<String>();
    text.lines()
        .filter(line -> line.startsWith("# TYPE buildsecrets_"))
        .map(line -> line.substring("# TYPE ".length()).toLowerCase(Locale.ROOT))
        .forEach(families::add);
    return families;
  }

  /// `name=value` of each label of our own series.
  Set<String> labels() {
    var labels = new TreeSet<String>();
    samples()
        .filter(line -> line.startsWith("buildsecrets_"))
        .forEach(
            line ->
                LABEL
                    .matcher(line)
                    .results()
                    .forEach(m -> labels.add(m.group(1) + "=" + m.group(2))));
    return labels;
  }
}
