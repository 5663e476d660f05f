package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.Sync;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Drops what is remembered of resources that are gone.
final class Forgetting {

  private final CachedState cache;
  private final StatusCache statuses;
  private final StatusReader reader;
  private final Sync sync;
  private final ErrorBackoff errors;
  private final DueTimes dueTimes;
  private final ReconciliationListener listener;

  Forgetting(
      CachedState cache,
      StatusCache statuses,
      StatusReader reader,
      Sync sync,
      ErrorBackoff errors,
      DueTimes dueTimes,
      ReconciliationListener listener) {
    this.cache = cache;
    this.statuses = statuses;
    this.reader = reader;
    this.sync = sync;
    this.errors = errors;
    this.dueTimes = dueTimes;
    this.listener = listener;
  }

  /// A resource is gone for good. The timer of its name may be that of its successor.
  void forget(ResourceId resource) {
    statuses.forget(resource.uid());
    reader.forget(resource.uid());
    sync.forget(resource.uid());
    errors.forget(resource.uid());
    listener.forget(resource);
  }

  /// Forgets what no cached resource refers to any more.
  void forgetUnreferenced() {
    var uids = cache.all().stream().map(r -> r.id().uid()).collect(Collectors.toSet());
    statuses.retain(uids);
    reader.retain(uids);
    errors.retain(uids);
    sync.forgetUnreferenced();
    dueTimes.retain(cache);
  }

  /// How many entries each kind of memory has.
  Map<String, Integer> sizes() {
    var sizes = new LinkedHashMap<>(sync.sizes());
    sizes.put("statuses", statuses.size());
    sizes.put("recorded_in_doubt", reader.size());
    sizes.put("errors", errors.size());
    sizes.put("timers", dueTimes.size());
    return sizes;
  }
}
