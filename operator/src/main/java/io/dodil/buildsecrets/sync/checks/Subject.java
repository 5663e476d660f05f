package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.sync.ResourceStates.ResourceState;
import io.dodil.buildsecrets.sync.SyncTask;
import java.util.List;
import java.util.Optional;

/// The resource that is checked, with all that is known of it without a call.
///
/// @param endpoint empty when it is not configured
/// @param cached versions of the referenced Secrets as the watch has them
/// @param candidates the resources that name the same target
/// @param isOwner whether it may save to the target now
public record Subject(
    Resource resource,
    Optional<Endpoint> endpoint,
    SecretVersions cached,
    ResourceState state,
    List<Resource> candidates,
    boolean isOwner,
    Timestamp now) {

  /// Empty when the endpoint is not configured.
  Optional<Target> target() {
    return endpoint.map(e -> e.target(resource.spec().organization()));
  }

  /// The attempt that begins when nothing is in the way; after the check of the endpoint.
  SyncTask task() {
    return SyncTask.of(resource, endpoint.orElseThrow(), cached);
  }
}
