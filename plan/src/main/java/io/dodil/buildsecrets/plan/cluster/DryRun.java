package io.dodil.buildsecrets.plan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.plan.Gap;
import io.dodil.buildsecrets.plan.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Lets the API server say whether it would take a resource: its schema, its rules, and the
/// admission policies for this caller. As a new one, so that whoever owns fields of the one that is
/// there does not matter; that there is one already is no refusal.
final class DryRun {

  /// What only the API server writes, and refuses from others.
  private static final List<String> OWN =
      List.of(
          "resourceVersion",
          "uid",
          "creationTimestamp",
          "generation",
          "managedFields",
          "selfLink",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private static final Pattern POLICY =
      Pattern.compile("ValidatingAdmissionPolicy '([-a-z0-9.]{1,253})'");

  private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,253}");
  private static final Pattern UNKNOWN = Pattern.compile("unknown field \"([^\"]*)\"");

  private final Cluster cluster;

  DryRun(Cluster cluster) {
    this.cluster = cluster;
  }

  Validation of(ObjectNode resource) throws CommandFailure {
    var bare = resource.deepCopy();
    bare.remove("status");
    var namespace = bare.at("/metadata/namespace").asText();
    if (bare.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(OWN);
    }
    var answer = cluster.tryOut(namespace, bare);
    var message = answer.body().path("message").asText();
    return switch (answer.code()) {
      case 200, 201, 409 -> new Validation.Passed();
      case 400, 422 -> new Validation.Refused(sentences(answer.body()));
      case 403 -> forbidden(message, namespace);
      case 404 -> absent(answer.body(), namespace);
      default ->
          new Validation.Unasked(
              Gap.of("the API server could not try it out (%d)".formatted(answer.code())));
    };
  }

  private static Validation forbidden(String message, String namespace) {
    if (message.contains("cannot create resource")) {
      return new Validation.Unasked(
          Gap.lacking(
              "whether the API server would take it was not tried, since you may not create it",
              "create buildsecrets",
              namespace));
    }
    return new Validation.Refused(List.of(denied(message)));
  }

  private static String denied(String message) {
    var policy = POLICY.matcher(message);
    return "%s does not let you apply it: kubectl apply --dry-run=server says more"
        .formatted(
            policy.find()
                ? "ValidatingAdmissionPolicy \"%s\"".formatted(policy.group(1))
                : "an admission rule of the cluster");
  }

  private static Validation absent(JsonNode status, String namespace) {
    boolean noNamespace = status.at("/details/kind").asText().equals("namespaces");
    return new Validation.Unasked(
        Gap.of(
            noNamespace
                ? "whether the API server would take it was not tried: namespace \"%s\" does not exist"
                    .formatted(namespace)
                : "whether the API server would take it was not tried: the cluster has no CRD for"
                    + " it"));
  }

  /// Names of fields, and sentences of our own schema; the rest of a message may quote anything.
  /// They are sorted, since the API server lists its causes in another order at each request.
  private static List<String> sentences(JsonNode status) {
    var sentences = new ArrayList<String>();
    var message = status.path("message").asText();
    for (var cause : status.at("/details/causes")) {
      var text = cause.path("message").asText();
      var field = cause.path("field").asText();
      if (POLICY.matcher(text).find()) {
        sentences.add(denied(text));
      } else if (FIELD.matcher(field).matches()) {
        sentences.add(field + ": " + SchemaSentence.of(cause.path("reason").asText(), text));
      }
    }
    UNKNOWN
        .matcher(message)
        .results()
        .map(m -> m.group(1))
        .filter(field -> FIELD.matcher(field).matches())
        .map(field -> field + ": there is no such field")
        .forEach(sentences::add);
    if (sentences.isEmpty()) {
      sentences.add(
          POLICY.matcher(message).find()
              ? denied(message)
              : "the API server does not take it: kubectl apply --dry-run=server says why");
    }
    return sentences.stream().distinct().sorted().toList();
  }
}
