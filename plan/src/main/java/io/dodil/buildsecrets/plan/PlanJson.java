package io.dodil.buildsecrets.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.model.Counts;
import io.dodil.buildsecrets.resolve.Origin;
import java.util.Collection;
import java.util.List;

/// Plans for scripts. Fields are only ever added:
///
/// ```
/// {"version": 1, "verdict": "saved" | "notSaved" | "unknown",     the worst of the plans
///  "plans": [{
///    "namespace", "name", "endpoint", "organization", "verdict",
///    "names": {"registryCredentials": [], "gitCredentials": [], "buildSecrets": []},
///                         the keys of the request, as `jq 'map_values(keys)'` has them
///    "entries": [{"group", "name", "secret", "keys": []}],        where each is from
///    "credential": {"secret", "keys": []},
///    "request": {"atMostBytes", "limitBytes"},
///    "problems": [{"reason", "message"}],
///    "unknown": [{"message", "command"}], "unchecked": [{"message", "command"}],
///    "token": "...", "firstSave": true | false | null,
///    "lastSave": {"time", "generation", "registries", "gitCredentials", "buildSecrets"},
///    "now": {"registries", "gitCredentials", "buildSecrets"},
///    "since": {"specChanged", "changedSecrets": [], "newSecrets": [], "goneSecrets": []},
///    "secretsFromFile": [], "secretsEncryptedInFile": [], "notes": []}]}
/// ```
///
/// What does not apply is left out.
public final class PlanJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanJson() {}

  public static String of(List<Plan> plans, Verdict worst) {
    var root = JSON.createObjectNode().put("version", 1).put("verdict", word(worst));
    var all = root.putArray("plans");
    plans.forEach(p -> write(p, all.addObject()));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private static void write(Plan plan, ObjectNode node) {
    node.put("namespace", DisplayText.text(plan.id().namespace()))
        .put("name", DisplayText.text(plan.id().name()))
        .put("endpoint", DisplayText.text(plan.endpoint()))
        .put("organization", DisplayText.text(plan.organization()))
        .put("verdict", word(plan.verdict()));
    names(plan, node.putObject("names"));
    entries(plan, node.putArray("entries"));
    plan.credential().ifPresent(c -> origin(node.putObject("credential"), c));
    request(plan.size(), node.putObject("request"));
    var problems = node.putArray("problems");
    plan.obstacles()
        .forEach(
            o ->
                problems
                    .addObject()
                    .put("reason", o.reason())
                    .put("message", DisplayText.text(o.sentence())));
    gaps(plan.gaps(), node.putArray("unknown"));
    gaps(plan.unchecked(), node.putArray("unchecked"));
    plan.token().ifPresent(t -> node.put("token", DisplayText.text(t)));
    history(plan.history(), node);
    list(plan.fromFile(), node.putArray("secretsFromFile"));
    list(plan.encrypted(), node.putArray("secretsEncryptedInFile"));
    list(plan.notes(), node.putArray("notes"));
  }

  private static void names(Plan plan, ObjectNode node) {
    var outline = plan.outline();
    group(node, "buildSecrets", outline.buildSecrets().keySet());
    outline
        .gitCredentials()
        .ifPresent(_ -> group(node, "gitCredentials", List.of("password", "username")));
    group(node, "registryCredentials", outline.registries().keySet());
  }

  private static void group(ObjectNode node, String group, Collection<String> names) {
    if (!names.isEmpty()) {
      list(names, node.putArray(group));
    }
  }

  private static void entries(Plan plan, ArrayNode entries) {
    var outline = plan.outline();
    outline.registries().forEach((name, from) -> entry(entries, "registryCredentials", name, from));
    outline
        .gitCredentials()
        .ifPresent(from -> origin(entries.addObject().put("group", "gitCredentials"), from));
    outline.buildSecrets().forEach((name, from) -> entry(entries, "buildSecrets", name, from));
  }

  private static void entry(ArrayNode entries, String group, String name, Origin from) {
    origin(entries.addObject().put("group", group).put("name", DisplayText.text(name)), from);
  }

  private static void origin(ObjectNode node, Origin from) {
    node.put("secret", DisplayText.text(from.secret()));
    list(from.keys(), node.putArray("keys"));
  }

  private static void request(Size size, ObjectNode node) {
    size.atMost().ifPresent(bytes -> node.put("atMostBytes", bytes));
    node.put("limitBytes", size.limit());
  }

  private static void gaps(List<Gap> gaps, ArrayNode node) {
    for (var gap : gaps) {
      var one = node.addObject().put("message", DisplayText.text(gap.sentence()));
      gap.command().ifPresent(c -> one.put("command", DisplayText.text(c)));
    }
  }

  private static void history(History history, ObjectNode node) {
    if (history.known()) {
      node.put("firstSave", history.isFirst());
    } else {
      node.putNull("firstSave");
    }
    history
        .last()
        .ifPresent(
            save ->
                counts(
                    node.putObject("lastSave")
                        .put("time", save.time().toString())
                        .put("generation", save.generation()),
                    history.before().orElseThrow()));
    history.now().ifPresent(now -> counts(node.putObject("now"), now));
    if (!history.isFirst()) {
      var since = node.putObject("since").put("specChanged", history.specMoved());
      list(history.moved(), since.putArray("changedSecrets"));
      list(history.appeared(), since.putArray("newSecrets"));
      list(history.gone(), since.putArray("goneSecrets"));
    }
  }

  private static void counts(ObjectNode node, Counts counts) {
    node.put("registries", counts.registries())
        .put("gitCredentials", counts.gitCredentials())
        .put("buildSecrets", counts.buildSecrets());
  }

  private static void list(Collection<String> texts, ArrayNode node) {
    texts.forEach(t -> node.add(DisplayText.text(t)));
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case SAVED -> "saved";
      case NOT_SAVED -> "notSaved";
      case UNKNOWN -> "unknown";
    };
  }
}
