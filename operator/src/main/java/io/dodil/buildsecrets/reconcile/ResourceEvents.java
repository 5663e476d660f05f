package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.status.ReconciliationListener;
import java.util.Optional;

/// Decides what follows from what the watches show and from timers: what is remembered or
/// forgotten, and who is reconciled.
public final class ResourceEvents {

  private final StatusCache statuses;
  private final StatusReader reader;
  private final OwnershipWakeUps ownership;
  private final Forgetting forgetting;
  private final DueTimes dueTimes;
  private final Waker waker;
  private final ReconciliationListener listener;
  private final TimeSource clock;

  ResourceEvents(
      StatusCache statuses,
      StatusReader reader,
      OwnershipWakeUps ownership,
      Forgetting forgetting,
      DueTimes dueTimes,
      Waker waker,
      ReconciliationListener listener,
      TimeSource clock) {
    this.statuses = statuses;
    this.reader = reader;
    this.ownership = ownership;
    this.forgetting = forgetting;
    this.dueTimes = dueTimes;
    this.waker = waker;
    this.listener = listener;
    this.clock = clock;
  }

  /// The watch shows a resource; one that this version can't read counts as absent.
  ///
  /// @param before as the watch showed it before; empty: it did not
  /// @param now as it shows it now; empty: it is gone
  /// @return whether the resource itself is to be reconciled; others are woken
  public boolean resource(Optional<Resource> before, Optional<Resource> now) {
    if (now.isEmpty()) {
      before.ifPresent(this::gone);
      return false;
    }
    return before.isEmpty() ? appeared(now.get()) : changed(before.get(), now.get());
  }

  private void gone(Resource before) {
    dueTimes.cancel(before.id());
    forgetting.forget(before.id());
    ownership.left(before, before.id().uid());
  }

  private boolean appeared(Resource now) {
    reader.read(now, clock.now());
    listener.changed(now.id());
    return true;
  }

  private boolean changed(Resource before, Resource now) {
    // a watch that lists anew shows a recreated resource as a changed one
    boolean recreated = !now.id().uid().equals(before.id().uid());
    if (recreated) {
      forgetting.forget(before.id());
      reader.read(now, clock.now());
    }
    boolean isNews = isNews(before, now);
    if (isNews) {
      listener.changed(now.id());
    }
    // somebody may have put back what the watch showed before this process wrote
    boolean mayBeForeign =
        !now.status().equals(before.status()) || statuses.hasWritten(now.id().uid());
    boolean isForeign = mayBeForeign && isForeignStatus(now);
    if (recreated
        || !now.spec().equals(before.spec())
        || now.deleting() != before.deleting()
        || (isForeign && hasLostItsSave(before, now))) {
      ownership.left(before, now.id().uid());
    }
    return isNews || isForeign;
  }

  /// Whether somebody has removed what proved that the resource owns its target.
  private static boolean hasLostItsSave(Resource before, Resource now) {
    return before.lastSave().isPresent() && now.lastSave().isEmpty();
  }

  /// Whether more has changed than labels, annotations and the status. A sync request is an
  /// annotation and no new generation.
  static boolean isNews(Resource before, Resource now) {
    return !now.id().uid().equals(before.id().uid())
        || now.generation() != before.generation()
        || now.deleting() != before.deleting()
        || !now.syncRequest().equals(before.syncRequest());
  }

  /// Whether somebody else wrote the status, so that the resource has to be reconciled.
  private boolean isForeignStatus(Resource now) {
    return switch (reader.read(now, clock.now())) {
      case OURS -> isOfAnotherProcess(now);
      case FOREIGN -> true;
      case UNDECIDED -> {
        dueTimes.atLatest(now.id(), StatusCache.SHOWN_WITHIN);
        yield false;
      }
    };
  }

  /// Whether another process wrote the status, which this one goes on with. If that one has saved,
  /// another resource may not own the target any more.
  private boolean isOfAnotherProcess(Resource now) {
    if (statuses.hasWritten(now.id().uid())) {
      return false;
    }
    ownership.savedByAnotherProcess(now);
    return true;
  }

  /// The watch shows that a Secret has changed which the resource references.
  public void secretChanged(ResourceId resource) {
    listener.changed(resource);
    if (!dueTimes.collects(resource)) {
      waker.wake(resource);
    }
  }

  /// The timer of a resource has expired.
  public void timerExpired(ResourceId resource) {
    dueTimes.expired(resource);
    waker.wake(resource);
  }
}
