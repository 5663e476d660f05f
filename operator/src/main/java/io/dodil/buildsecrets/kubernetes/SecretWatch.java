package io.dodil.buildsecrets.kubernetes;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.kubernetes.client.ClusterFailure;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SecretVersions;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the metadata of Secrets, in all namespaces or in some, and tells which resources
/// reference one that changed.
///
/// Not JOSDK's InformerEventSource: that one queues a notification with the whole object for each
/// Secret during the first sync, and 50,000 Secrets take more than 256 MiB.
final class SecretWatch extends AbstractEventSource<Secret, BuildSecrets> {

  private static final Logger log = LoggerFactory.getLogger(SecretWatch.class);

  private static final String ALL = "";
  private static final long PAGE = 500;
  private static final long FIRST_SYNC_MINUTES = 2;

  private final KubernetesClient metadata;
  private final Set<String> namespaces;
  private final BiFunction<String, String, Set<ResourceId>> referencedBy;
  private final Optional<LabelSelector> selector;
  private final Listener listener;
  private final Map<String, VersionStore> stores = new ConcurrentHashMap<>();
  private final Map<String, SharedIndexInformer<Secret>> informers = new ConcurrentHashMap<>();
  private volatile boolean listed;

  /// @param namespaces empty: all
  /// @param referencedBy (namespace, name of a Secret) -> resources
  /// @param selector the Secrets that may be referenced
  /// @param listener told of each of them
  SecretWatch(
      KubernetesClient metadata,
      Set<String> namespaces,
      Optional<LabelSelector> selector,
      BiFunction<String, String, Set<ResourceId>> referencedBy,
      Listener listener) {
    super(Secret.class, "secrets");
    this.metadata = metadata;
    this.namespaces = namespaces.isEmpty() ? Set.of(ALL) : namespaces;
    this.referencedBy = referencedBy;
    this.selector = selector;
    this.listener = listener;
  }

  /// Is told of a resource one of whose Secrets has changed.
  interface Listener {
    void secretChanged(ResourceId resource);
  }

  @Override
  public void start() {
    namespaces.forEach(this::watch);
    var started =
        informers.values().stream()
            .map(i -> i.start().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(started).get(FIRST_SYNC_MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException e) {
      // the informers go on trying; nothing is decided before they have synced
    } catch (ExecutionException | InterruptedException e) {
      throw new OperatorException("The watch of Secrets could not start", e);
    }
    listed = true;
    super.start();
  }

  private void watch(String namespace) {
    var secrets = metadata.secrets();
    var informer =
        namespace.equals(ALL)
            ? secrets.inAnyNamespace().withLimit(PAGE).runnableInformer(0)
            : secrets.inNamespace(namespace).withLimit(PAGE).runnableInformer(0);
    var store = new VersionStore(selector);
    informer.itemStore(store);
    informer.exceptionHandler((_, failure) -> goOn(namespace, failure));
    informer.addEventHandler(new Handler());
    stores.put(namespace, store);
    informers.put(namespace, informer);
  }

  /// Never gives up: back-off and try again.
  private static boolean goOn(String namespace, Throwable failure) {
    log.atWarn()
        .addKeyValue("namespace", namespace)
        .addKeyValue("reason", ClusterFailure.of(failure))
        .log("the watch of Secrets failed, will try again");
    return true;
  }

  @Override
  public void stop() {
    informers.values().forEach(SharedIndexInformer::stop);
    super.stop();
  }

  boolean hasSynced() {
    return listed && informers.values().stream().allMatch(SharedIndexInformer::hasSynced);
  }

  /// Whether every watch is open at this moment; each is opened anew now and then.
  boolean isWatching() {
    return listed && informers.values().stream().allMatch(SharedIndexInformer::isWatching);
  }

  SecretVersions versions(String namespace, Collection<String> names) {
    var store = stores.getOrDefault(ALL, stores.get(namespace));
    if (store == null) {
      return SecretVersions.none();
    }
    var versions = new HashMap<String, String>();
    names.forEach(name -> store.version(namespace, name).ifPresent(v -> versions.put(name, v)));
    return SecretVersions.of(versions);
  }

  /// Whether each of those Secrets that exists may be referenced.
  boolean areSelected(String namespace, Collection<String> names) {
    var store = stores.getOrDefault(ALL, stores.get(namespace));
    return store == null || names.stream().allMatch(name -> store.isSelected(namespace, name));
  }

  @Override
  public Set<Secret> getSecondaryResources(BuildSecrets primary) {
    return Set.of();
  }

  @Override
  public Status getStatus() {
    return hasSynced() ? Status.HEALTHY : Status.UNHEALTHY;
  }

  private void tell(Secret secret) {
    var meta = secret.getMetadata();
    referencedBy.apply(meta.getNamespace(), meta.getName()).forEach(listener::secretChanged);
  }

  private final class Handler implements ResourceEventHandler<Secret> {

    @Override
    public void onAdd(Secret secret) {
      // every resource is looked at once at the start anyway
      if (listed) {
        tell(secret);
      }
    }

    @Override
    public void onUpdate(Secret old, Secret secret) {
      tell(secret);
    }

    @Override
    public void onDelete(Secret secret, boolean finalStateUnknown) {
      tell(secret);
    }
  }
}
