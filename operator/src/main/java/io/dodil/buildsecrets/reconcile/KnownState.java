package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.sync.CachedState;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What the watches have shown, with what this process knows better.
record KnownState(CachedState shown, StatusCache statuses, InstantSource wall)
    implements CachedState {

  @Override
  public SecretVersions versions(String namespace, Collection<String> names) {
    return shown.versions(namespace, names);
  }

  @Override
  public boolean areSelected(String namespace, Collection<String> names) {
    return shown.areSelected(namespace, names);
  }

  @Override
  public Optional<Resource> resource(ResourceId id) {
    return shown.resource(id).map(this::known);
  }

  @Override
  public List<Resource> candidates(Target target) {
    return known(shown.candidates(target));
  }

  @Override
  public List<Resource> all() {
    return known(shown.all());
  }

  @Override
  public boolean hasWritten(String uid) {
    return statuses.hasWritten(uid);
  }

  private List<Resource> known(List<Resource> resources) {
    return resources.stream().map(this::known).toList();
  }

  /// The resource with what this process knows of it.
  Resource known(Resource resource) {
    return statuses.overlay(resource, wall.instant());
  }
}
