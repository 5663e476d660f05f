package io.dodil.buildsecrets.kubernetes;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.kubernetes.client.Clients;
import io.dodil.buildsecrets.kubernetes.client.Resources;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.sync.CachedState;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the watches have shown: the resources, found by their name, by the Secrets they reference
/// and by the target they name, and the versions of Secrets.
final class ResourceCache implements CachedState {

  private static final String BY_PATH = "by-path";
  private static final String BY_SECRET = "by-secret";
  private static final String BY_TARGET = "by-target";

  private final IndexerResourceCache<BuildSecrets> resources;
  private final Settings settings;
  private final SecretWatch secrets;

  ResourceCache(
      IndexerResourceCache<BuildSecrets> resources,
      Clients clients,
      Settings settings,
      SecretWatch.Listener listener) {
    this.resources = resources;
    this.settings = settings;
    this.secrets =
        new SecretWatch(
            clients.metadata(),
            settings.watchNamespaces(),
            settings.secretSelector(),
            this::referencing,
            listener);
    // unlike a look-up by name, one by an index does not copy the resource
    resources.addIndexer(BY_PATH, r -> List.of(Resources.id(r).path()));
    resources.addIndexer(BY_SECRET, ResourceCache::secretKeys);
    resources.addIndexer(BY_TARGET, this::targetKeys);
  }

  SecretWatch secrets() {
    return secrets;
  }

  @Override
  public SecretVersions versions(String namespace, Collection<String> names) {
    return secrets.versions(namespace, names);
  }

  @Override
  public boolean areSelected(String namespace, Collection<String> names) {
    return secrets.areSelected(namespace, names);
  }

  @Override
  public Optional<Resource> resource(ResourceId id) {
    return byIndex(BY_PATH, id.path()).findFirst();
  }

  @Override
  public List<Resource> all() {
    return resources.list().map(Resources::resource).flatMap(Optional::stream).toList();
  }

  @Override
  public List<Resource> candidates(Target target) {
    return byIndex(BY_TARGET, key(target)).toList();
  }

  private Stream<Resource> byIndex(String index, String key) {
    return resources.byIndex(index, key).stream()
        .map(Resources::resource)
        .flatMap(Optional::stream);
  }

  private Set<ResourceId> referencing(String namespace, String secret) {
    return resources.byIndex(BY_SECRET, namespace + "/" + secret).stream()
        .map(Resources::id)
        .collect(Collectors.toSet());
  }

  private static List<String> secretKeys(BuildSecrets resource) {
    var namespace = resource.getMetadata().getNamespace();
    return Resources.resource(resource).stream()
        .flatMap(c -> c.spec().secrets().stream())
        .map(secret -> namespace + "/" + secret)
        .toList();
  }

  private List<String> targetKeys(BuildSecrets resource) {
    return Resources.resource(resource).flatMap(c -> c.target(settings)).stream()
        .map(ResourceCache::key)
        .toList();
  }

  private static String key(Target target) {
    return target.apiUrl() + " " + target.organization();
  }
}
