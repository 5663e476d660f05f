package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.resolve.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Plans for people: for each resource a table of what it would send, then sentences.
public final class PlanText {

  private static final List<String> HEAD = List.of("ENTRY", "NAME", "SECRET", "KEYS");
  private static final String GAP = "   ";

  private final StringBuilder out = new StringBuilder();

  private PlanText() {}

  public static String of(List<Plan> plans) {
    var text = new PlanText();
    for (var plan : plans) {
      text.out.append(text.out.isEmpty() ? "" : "\n");
      text.resource(plan);
    }
    return text.out.toString();
  }

  private void resource(Plan plan) {
    line(
        "BuildSecrets %s: organization \"%s\" at endpoint \"%s\""
            .formatted(plan.id().path(), plan.organization(), plan.endpoint()));
    out.append('\n');
    table(rows(plan));
    out.append('\n');
    size(plan.size());
    labelled("from file", plan.fromFile(), "%s: as in the file, not as in the cluster"::formatted);
    labelled(
        "encrypted",
        plan.encrypted(),
        "%s: encrypted in the file, so the cluster's is taken"::formatted);
    PlanHistory.lines(plan).forEach(l -> fact(l.label(), l.text()));
    plan.token().ifPresent(t -> fact("token", t));
    plan.notes().forEach(n -> fact("note", n));
    plan.unchecked().forEach(g -> fact("unchecked", sentence(g)));
    plan.gaps().forEach(g -> fact("unknown", sentence(g)));
    plan.obstacles().forEach(o -> fact("problem", o.sentence() + " (" + o.reason() + ")"));
    out.append('\n');
    PlanHistory.verdict(plan).forEach(this::line);
  }

  private static List<List<String>> rows(Plan plan) {
    var rows = new ArrayList<List<String>>();
    plan.outline().registries().forEach((name, from) -> rows.add(row("registry", name, from)));
    plan.outline().gitCredentials().ifPresent(from -> rows.add(row("git credentials", "", from)));
    plan.outline()
        .buildSecrets()
        .forEach((name, from) -> rows.add(row("build secret", name, from)));
    plan.credential().ifPresent(from -> rows.add(row("(credential)", "", from)));
    return rows;
  }

  private static List<String> row(String entry, String name, Origin from) {
    return List.of(
        entry,
        DisplayText.text(name),
        DisplayText.text(from.secret()),
        DisplayText.text(String.join(", ", from.keys())));
  }

  private void table(List<List<String>> rows) {
    var all = new ArrayList<List<String>>();
    all.add(HEAD);
    all.addAll(rows);
    for (var row : all) {
      var text = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = all.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        text.append(row.get(i)).repeat(' ', width - row.get(i).length()).append(GAP);
      }
      line("  " + text.toString().stripTrailing());
    }
  }

  private void size(Size size) {
    size.atMost()
        .ifPresent(
            most ->
                fact("request", "at most %s of %s".formatted(bytes(most), bytes(size.limit()))));
  }

  private void labelled(String label, Iterable<String> secrets, Function<String, String> sentence) {
    var names = String.join(", ", secrets);
    if (!names.isEmpty()) {
      fact(label, sentence.apply((names.contains(",") ? "Secrets " : "Secret ") + names));
    }
  }

  private static String sentence(Gap gap) {
    return gap.sentence() + gap.command().map(c -> "; ask: " + c).orElse("");
  }

  private void fact(String label, String text) {
    line("  %-10s %s".formatted(label, text));
  }

  private void line(String text) {
    out.append(DisplayText.text(text)).append('\n');
  }

  static String bytes(long bytes) {
    return bytes % (1 << 20) == 0
        ? (bytes >> 20) + " MiB"
        : bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
  }
}
