package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.Ownership;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The cached resources, found by the Secrets they reference and by the target they name.
final class ResourceCache implements CachedState {

  private static final String BY_SECRET = "by-secret";
  private static final String BY_TARGET = "by-target";

  private final IndexerResourceCache<BuildSecrets> resources;
  private final StatusLedger ledger;
  private final Ownership ownership;
  private final SecretWatch secrets;

  ResourceCache(
      IndexerResourceCache<BuildSecrets> resources,
      Clients clients,
      Settings settings,
      Upkeep.Known known,
      Consumer<ResourceId> changed) {
    this.resources = resources;
    this.ledger = known.ledger();
    this.ownership = new Ownership(settings, known.targets().claims(), this::versions);
    this.secrets =
        new SecretWatch(clients.metadata(), settings.watchNamespaces(), this::referencing, changed);
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

  /// All that can be read, with what this process knows of them.
  List<Candidate> all() {
    return resources
        .list()
        .map(Resources::candidate)
        .flatMap(Optional::stream)
        .map(ledger::overlay)
        .toList();
  }

  @Override
  public List<Candidate> candidates(Target target) {
    return resources.byIndex(BY_TARGET, key(target)).stream()
        .map(Resources::candidate)
        .flatMap(Optional::stream)
        .map(ledger::overlay)
        .toList();
  }

  /// Who may save to the target of this resource.
  Optional<Candidate> ownerOfTargetOf(BuildSecrets resource) {
    return target(resource).flatMap(this::ownerOf);
  }

  Optional<Candidate> ownerOf(Target target) {
    return ownership.owner(target, candidates(target));
  }

  Optional<Target> target(BuildSecrets resource) {
    return Resources.candidate(resource).flatMap(ownership::targetOf);
  }

  private Set<ResourceId> referencing(String namespace, String secret) {
    return resources.byIndex(BY_SECRET, namespace + "/" + secret).stream()
        .map(Resources::id)
        .collect(Collectors.toSet());
  }

  private static List<String> secretKeys(BuildSecrets resource) {
    var namespace = resource.getMetadata().getNamespace();
    return Resources.candidate(resource).stream()
        .flatMap(c -> c.spec().secrets().stream())
        .map(secret -> namespace + "/" + secret)
        .toList();
  }

  private List<String> targetKeys(BuildSecrets resource) {
    return Stream.of(resource)
        .map(this::target)
        .flatMap(Optional::stream)
        .map(ResourceCache::key)
        .toList();
  }

  private static String key(Target target) {
    return target.apiUrl() + " " + target.organization();
  }
}
