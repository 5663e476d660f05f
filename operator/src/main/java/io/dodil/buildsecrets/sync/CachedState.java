package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What the watches have shown: quick to ask, and possibly a moment old.
public interface CachedState {

  /// Of those named Secrets that exist.
  SecretVersions versions(String namespace, Collection<String> names);

  /// Of the Secrets that a resource references.
  default SecretVersions versions(Resource resource) {
    return versions(resource.id().namespace(), resource.spec().secrets());
  }

  /// Whether each of those Secrets that exists has the labels that the configuration asks for.
  boolean areSelected(String namespace, Collection<String> names);

  /// Whether this process has written the status of that resource; else another one may have, and
  /// the watch may not have shown that.
  default boolean hasWritten(String uid) {
    return false;
  }

  /// The resource of that namespace and name, whatever its uid.
  Optional<Resource> resource(ResourceId id);

  /// The resources that name the target.
  List<Resource> candidates(Target target);

  /// All resources.
  List<Resource> all();
}
