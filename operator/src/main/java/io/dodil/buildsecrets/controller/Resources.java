package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.target.Candidate;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Objects of the Kubernetes client as values of the core.
final class Resources {

  private static final Pattern SYNC_REQUEST = Pattern.compile("[0-9A-Za-z:.+-]{1,64}");

  private Resources() {}

  /// Empty for one that the schema of this version would refuse: one of a newer version may lack
  /// what this one needs.
  static Optional<Candidate> candidate(BuildSecrets resource) {
    var spec = resource.getSpec();
    var meta = resource.getMetadata();
    if (spec == null
        || spec.endpoint() == null
        || spec.organization() == null
        || spec.auth() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Candidate(
            id(resource),
            meta.getGeneration() == null ? 0 : meta.getGeneration(),
            created(meta.getCreationTimestamp()),
            meta.getDeletionTimestamp() != null,
            syncRequest(resource),
            spec,
            Optional.ofNullable(resource.getStatus()).orElseGet(BuildSecretsStatus::none)));
  }

  static ResourceId id(BuildSecrets resource) {
    var meta = resource.getMetadata();
    return new ResourceId(meta.getNamespace(), meta.getName(), meta.getUid());
  }

  static Optional<String> syncRequest(BuildSecrets resource) {
    return Optional.ofNullable(resource.getMetadata().getAnnotations())
        .map(a -> a.get(BuildSecrets.SYNC_REQUESTED_AT))
        .filter(text -> SYNC_REQUEST.matcher(text).matches());
  }

  static SecretContent content(Secret secret) {
    var meta = secret.getMetadata();
    var data = new HashMap<String, Sensitive>();
    orEmpty(secret.getData())
        .forEach((key, value) -> data.put(key, Sensitive.of(Base64.getDecoder().decode(value))));
    return new SecretContent(
        meta.getName(),
        meta.getUid(),
        meta.getResourceVersion(),
        secret.getType() == null ? "Opaque" : secret.getType(),
        orEmpty(meta.getLabels()),
        data);
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static Instant created(@Nullable String timestamp) {
    return timestamp == null ? Instant.MAX : Instant.parse(timestamp);
  }
}
