package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus.InDoubt;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.reconcile.StatusCache.Shown;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Reads the statuses that the watch shows: tells whose they are, and takes what another process
/// recorded of requests in doubt into memory before anything is decided or written.
final class StatusReader {

  private final StatusCache statuses;
  private final InDoubtRequests inDoubt;

  /// uid -> what another process recorded in its status
  private final Map<String, InDoubt> learned = new ConcurrentHashMap<>();

  StatusReader(StatusCache statuses, InDoubtRequests inDoubt) {
    this.statuses = statuses;
    this.inDoubt = inDoubt;
  }

  Shown read(Resource cached, Timestamp now) {
    var uid = cached.id().uid();
    var shown = statuses.shown(cached, now.monotonic());
    if (shown == Shown.FOREIGN || !statuses.hasWritten(uid)) {
      Optional.ofNullable(cached.status().inDoubtUntil())
          .ifPresentOrElse(
              record -> learn(uid, record, now), () -> withdraw(uid, learned.remove(uid)));
    }
    return shown;
  }

  /// Once: after a clock was set back, an old record would seem to be new again and again.
  private void learn(String uid, InDoubt record, Timestamp now) {
    var before = learned.put(uid, record);
    if (!record.equals(before)) {
      withdraw(uid, before);
      inDoubt.learn(Resource.inDoubtTarget(record), record.time(), now);
    }
  }

  /// The status does not record that any more: another process has confirmed what the target holds,
  /// unless somebody else overwrote what this process has written, or another status records it
  /// still: the confirming save may be owed by that one.
  private void withdraw(String uid, @Nullable InDoubt record) {
    if (record == null || statuses.hasWritten(uid)) {
      return;
    }
    var target = Resource.inDoubtTarget(record);
    if (learned.values().stream().map(Resource::inDoubtTarget).noneMatch(target::equals)) {
      inDoubt.withdraw(target);
    }
  }

  void forget(String uid) {
    learned.remove(uid);
  }

  /// Forgets the resources that are gone.
  void retain(Set<String> uids) {
    learned.keySet().retainAll(uids);
  }

  /// How many records of other processes are known.
  int size() {
    return learned.size();
  }
}
