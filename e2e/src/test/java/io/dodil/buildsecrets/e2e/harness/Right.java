package io.dodil.buildsecrets.e2e.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// One thing that somebody may do, or may not.
///
/// @param namespace empty: in all
/// @param resource with its subresource, as in a role: `buildsecrets/status`
/// @param name of the only object it is about; empty: all
public record Right(String namespace, String group, String resource, String verb, String name) {

  /// What a Role or ClusterRole allows, verb by verb.
  public static Stream<Right> of(JsonNode role) {
    var namespace = role.at("/metadata/namespace").asText();
    return stream(role.path("rules")).flatMap(rule -> ofRule(namespace, rule));
  }

  private static Stream<Right> ofRule(String namespace, JsonNode rule) {
    var names = rule.has("resourceNames") ? texts(rule.path("resourceNames")) : List.of("");
    return texts(rule.path("apiGroups")).stream()
        .flatMap(
            group ->
                texts(rule.path("resources")).stream()
                    .flatMap(
                        resource ->
                            texts(rule.path("verbs")).stream()
                                .flatMap(
                                    verb ->
                                        names.stream()
                                            .map(
                                                name ->
                                                    new Right(
                                                        namespace, group, resource, verb, name)))));
  }

  private static List<String> texts(JsonNode list) {
    return stream(list).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /// Whether a call needed it. Server-side apply of what isn't there yet is a patch that needs the
  /// right to create, too.
  public boolean isUsedBy(AuditLog.Call call) {
    boolean created =
        call.verb().equals("patch") && call.status() == HttpURLConnection.HTTP_CREATED;
    return call.group().equals(group)
        && call.path().equals(resource)
        && (call.verb().equals(verb) || (created && verb.equals("create")))
        && (namespace.isEmpty() || call.namespace().equals(namespace))
        && (name.isEmpty() || call.name().equals(name));
  }

  public boolean isOf(KubernetesClient admin, String user) {
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user)
            .withResourceAttributes(attributes())
            .endSpec()
            .build();
    return admin.authorization().v1().subjectAccessReview().create(review).getStatus().getAllowed();
  }

  /// Asked with the client's own credential.
  public boolean isMine(KubernetesClient client) {
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withResourceAttributes(attributes())
            .endSpec()
            .build();
    return client
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed();
  }

  private ResourceAttributes attributes() {
    var parts = List.of(resource.split("/", 2));
    return new ResourceAttributesBuilder()
        .withNamespace(namespace)
        .withGroup(group)
        .withResource(parts.getFirst())
        .withSubresource(parts.size() > 1 ? parts.getLast() : "")
        .withVerb(verb)
        .withName(name)
        .build();
  }
}
