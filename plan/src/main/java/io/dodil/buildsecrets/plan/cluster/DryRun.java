package io.dodil.buildsecrets.plan.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.plan.Gap;
import io.dodil.buildsecrets.plan.Validation;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    return cluster
        .tryOut(namespace, bare)
        .map(status -> verdict(status, namespace))
        .orElseGet(Validation.Passed::new);
  }

  private static Validation verdict(Status status, String namespace) {
    return switch (status.getCode()) {
      case 409 -> new Validation.Passed();
      case 400, 422 -> new Validation.Refused(sentences(status));
      case 403 -> forbidden(status, namespace);
      case 404 -> absent(status, namespace);
      default ->
          new Validation.Unasked(
              Gap.of("the API server could not try it out (%d)".formatted(status.getCode())));
    };
  }

  /// Authorization comes before the API server knows the object's name; admission, which refuses
  /// with the same status, after.
  private static Validation forbidden(Status status, String namespace) {
    var details = status.getDetails();
    if (details != null && "buildsecrets".equals(details.getKind()) && isEmpty(details.getName())) {
      return new Validation.Unasked(
          Gap.lacking(
              "whether the API server would take it was not tried, since you may not create it",
              "create buildsecrets",
              namespace));
    }
    return new Validation.Refused(List.of(denied(status.getMessage())));
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  /// With the policy's name, which stands in the message only.
  private static String denied(@Nullable String message) {
    var policy = POLICY.matcher(String.valueOf(message));
    return "%s does not let you apply it: kubectl apply --dry-run=server says more"
        .formatted(
            policy.find()
                ? "ValidatingAdmissionPolicy \"%s\"".formatted(policy.group(1))
                : "an admission rule of the cluster");
  }

  private static Validation absent(Status status, String namespace) {
    var details = status.getDetails();
    boolean noNamespace = details != null && "namespaces".equals(details.getKind());
    return new Validation.Unasked(
        Gap.of(
            noNamespace
                ? "whether the API server would take it was not tried: namespace \"%s\" does not exist"
                    .formatted(namespace)
                : "whether the API server would take it was not tried: the cluster has no CRD for"
                    + " it"));
  }

  /// Names of fields, and sentences of our own schema; the rest of a message may quote anything. A
  /// cause without a field is a policy's. Of fields that are unknown only the message speaks. They
  /// are sorted, since the API server lists its causes in another order at each request.
  private static List<String> sentences(Status status) {
    var sentences = new ArrayList<String>();
    var message = String.valueOf(status.getMessage());
    for (var cause : causes(status)) {
      var field = cause.getField();
      if (isEmpty(field)) {
        sentences.add(denied(cause.getMessage()));
      } else if (FIELD.matcher(field).matches()) {
        sentences.add(field + ": " + SchemaSentence.of(cause));
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
      sentences.add("the API server does not take it: kubectl apply --dry-run=server says why");
    }
    return sentences.stream().distinct().sorted().toList();
  }

  private static List<StatusCause> causes(Status status) {
    return status.getDetails() == null ? List.of() : status.getDetails().getCauses();
  }
}
