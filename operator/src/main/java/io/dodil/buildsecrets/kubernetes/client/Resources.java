package io.dodil.buildsecrets.kubernetes.client;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Objects of the Kubernetes client as values of the core.
public final class Resources {

  private static final Pattern SYNC_REQUEST = Pattern.compile("[0-9A-Za-z:.+-]{1,64}");

  /// Such names exist; others don't, and must not become another path.
  private static final Pattern NAME = Pattern.compile("[a-z0-9][-a-z0-9.]{0,252}");

  private Resources() {}

  /// Whether an object or a namespace can have this name.
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /// Empty for one that the schema of this version would refuse: one of a newer version may lack
  /// what this one needs.
  public static Optional<Resource> resource(BuildSecrets resource) {
    var spec = resource.getSpec();
    var meta = resource.getMetadata();
    if (spec == null
        || spec.endpoint() == null
        || spec.organization() == null
        || spec.auth() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Resource(
            id(resource),
            meta.getGeneration() == null ? 0 : meta.getGeneration(),
            created(meta.getCreationTimestamp()),
            meta.getDeletionTimestamp() != null,
            syncRequest(resource),
            spec,
            resource.isSpecTooLarge(),
            Optional.ofNullable(resource.getStatus())
                .map(BuildSecretsStatus::onlyOurs)
                .orElseGet(BuildSecretsStatus::none)));
  }

  public static ResourceId id(BuildSecrets resource) {
    var meta = resource.getMetadata();
    return new ResourceId(meta.getNamespace(), meta.getName(), meta.getUid());
  }

  static Optional<String> syncRequest(BuildSecrets resource) {
    return Optional.ofNullable(resource.getMetadata().getAnnotations())
        .map(a -> a.get(BuildSecrets.SYNC_REQUESTED_AT))
        .filter(text -> SYNC_REQUEST.matcher(text).matches());
  }

  private static Instant created(@Nullable String timestamp) {
    return timestamp == null ? Instant.MAX : Instant.parse(timestamp);
  }
}
