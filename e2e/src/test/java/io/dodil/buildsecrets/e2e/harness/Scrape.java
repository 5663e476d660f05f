package io.dodil.buildsecrets.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an operator's `/metrics` says at one moment.
public record Scrape(String text, List<Sample> samples) {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+).*");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /// One line.
  public record Sample(String name, Map<String, String> labels, double value) {}

  public static Scrape of(int port) {
    return parse(get(port, "/metrics", "*/*").body());
  }

  public static Scrape parse(String text) {
    return new Scrape(
        text,
        text.lines()
            .filter(line -> !line.startsWith("#"))
            .map(SAMPLE::matcher)
            .filter(Matcher::matches)
            .map(m -> new Sample(text(m, 1), labels(m.group(2)), value(text(m, 3))))
            .toList());
  }

  public static HttpResponse<String> get(int port, String path, String accept) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept", accept)
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(MatchResult match, int group) {
    return Objects.requireNonNull(match.group(group));
  }

  private static double value(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static Map<String, String> labels(@Nullable String text) {
    var labels = new HashMap<String, String>();
    if (text != null) {
      LABEL.matcher(text).results().forEach(m -> labels.put(text(m, 1), text(m, 2)));
    }
    return labels;
  }

  /// The sum of all series of that name with these labels among theirs: `outcome=failed`.
  public double sum(String name, String... labels) {
    return matching(name, labels).stream().mapToDouble(Sample::value).sum();
  }

  public List<Sample> matching(String name, String... labels) {
    Predicate<Sample> has =
        sample ->
            List.of(labels).stream()
                .map(label -> label.split("=", 2))
                .allMatch(pair -> pair[1].equals(sample.labels().get(pair[0])));
    return samples.stream().filter(s -> s.name().equals(name)).filter(has).toList();
  }

  /// Series of one resource.
  public List<Sample> of(TestNamespace ns) {
    return samples.stream()
        .filter(s -> ns.namespace().equals(s.labels().get("namespace")))
        .toList();
  }

  public double of(TestNamespace ns, String name, String... labels) {
    var all = new TreeSet<>(List.of(labels));
    all.add("namespace=" + ns.namespace());
    return sum(name, all.toArray(String[]::new));
  }
}
