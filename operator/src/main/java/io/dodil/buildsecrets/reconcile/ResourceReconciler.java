package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.CachedState;
import java.util.List;
import java.util.Map;

/// Reconciles resources, at most one of a namespace and name at a time, and none before every
/// informer has synced: half a cache knows half the owners.
public final class ResourceReconciler {

  private final KnownState known;
  private final CachedState cache;
  private final Reconciliation reconciliation;
  private final ResourceEvents events;
  private final HandOver handOver;
  private final Forgetting forgetting;
  private final DueTimes dueTimes;
  private final Waker waker;
  private final ReconciliationListener listener;
  private final NamesUnderWay underWay = new NamesUnderWay();
  private volatile boolean synced;

  ResourceReconciler(
      KnownState known,
      Reconciliation reconciliation,
      ResourceEvents events,
      HandOver handOver,
      Forgetting forgetting,
      DueTimes dueTimes,
      Waker waker,
      ReconciliationListener listener) {
    this.known = known;
    this.cache = known.shown();
    this.reconciliation = reconciliation;
    this.events = events;
    this.handOver = handOver;
    this.forgetting = forgetting;
    this.dueTimes = dueTimes;
    this.waker = waker;
    this.listener = listener;
  }

  /// What the watches and timers are to tell.
  public ResourceEvents events() {
    return events;
  }

  /// Every informer of every watched namespace has its first list. Whatever was shown before was
  /// passed over, and is reconciled now.
  public void informersSynced() {
    if (!synced) {
      synced = true;
      cache.all().forEach(resource -> waker.wake(resource.id()));
    }
  }

  /// Reconciles the resource of that namespace and name as the watch shows it now, and starts the
  /// timer of its next reconciliation. While another one of that name is under way, it returns at
  /// once, and the resource is woken when that one has ended.
  public void reconcile(ResourceId id) {
    var cached = cache.resource(id).filter(resource -> !resource.deleting());
    if (cached.isEmpty()) {
      listener.passedOver(id);
    } else if (synced && underWay.begin(id.path())) {
      try {
        dueTimes.begun(id);
        reconcile(cached.get());
      } finally {
        if (underWay.end(id.path())) {
          waker.wake(id);
        }
      }
    }
  }

  private void reconcile(Resource cached) {
    var id = cached.id();
    var next = reconciliation.run(cached);
    if (cache.resource(id).filter(shown -> shown.id().equals(id)).isPresent()) {
      dueTimes.replace(id, next);
    } else {
      // it went meanwhile, and its successor has a timer of its own
      forgetting.forget(id);
    }
  }

  /// Whether nothing is left to do for the resource of that namespace and name, as far as is known
  /// without a call.
  public boolean isUpToDate(ResourceId id) {
    return cache.resource(id).map(known::known).filter(reconciliation::isUpToDate).isPresent();
  }

  /// Writes down what the next process has to know, when no reconciliation is under way any more.
  ///
  /// @return whether everything that it has to know is written
  public boolean handOver() {
    return handOver.record();
  }

  /// Forgets what no cached resource refers to any more. To be called now and then.
  public void forgetUnreferenced() {
    forgetting.forgetUnreferenced();
  }

  /// How many entries each kind of memory has.
  public Map<String, Integer> sizes() {
    return forgetting.sizes();
  }

  /// The resources with what this process knows of them.
  public List<Resource> resources() {
    return known.all();
  }

  /// The resource with what this process knows of it.
  public Resource known(Resource cached) {
    return known.known(cached);
  }
}
